// A text field with suggestions, after the combobox pattern of the ARIA authoring practices: the
// focus stays in the field, the arrow keys move through the list.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { AskFailed } from './client';
import { useHere } from './context';

interface Props<T> {
  label: string;
  hint: string;
  name: string;
  value: string;
  onInput: (text: string) => void;
  onPick: (item: T) => void;
  suggest: (text: string, signal: AbortSignal) => Promise<T[]>;
  /** What identifies an item in its list. */
  keyOf: (item: T) => string;
  show: (item: T) => ComponentChildren;
  autofocus?: boolean;
}

const pause = 140;

export function Combobox<T>(props: Props<T>) {
  const { voice } = useHere();
  const id = useId();
  const [items, setItems] = useState<T[]>([]);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [wasTyped, setTyped] = useState(false);
  const [heard, setHeard] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!wasTyped) return;
    const text = props.value.trim();
    if (text === '') {
      close();
      return;
    }
    const stop = new AbortController();
    const later = setTimeout(() => {
      props.suggest(text, stop.signal).then(
        (found) => {
          if (stop.signal.aborted || document.activeElement !== input.current) return;
          setItems(found);
          setActive(-1);
          setOpen(found.length > 0);
          setHeard(voice.say.suggestions(found.length));
        },
        (problem: unknown) => {
          // Suggestions are a help; the search itself says what is wrong.
          if (!stop.signal.aborted && !(problem instanceof AskFailed)) throw problem;
        },
      );
    }, pause);
    return () => {
      clearTimeout(later);
      stop.abort();
    };
  }, [props.value, wasTyped]);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function close() {
    setOpen(false);
    setActive(-1);
    setHeard('');
  }

  function pick(item: T) {
    close();
    setTyped(false);
    props.onPick(item);
  }

  function key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      if (!isOpen) {
        setOpen(true);
        setActive(step === 1 ? 0 : items.length - 1);
        return;
      }
      // One step beyond an end is the field itself.
      const next = active + step;
      setActive(next < -1 ? items.length - 1 : next >= items.length ? -1 : next);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && isOpen) {
      const item = items[active];
      if (item === undefined) {
        close();
        return;
      }
      event.preventDefault();
      pick(item);
    } else if (event.key === 'Tab') {
      close();
    }
  }

  return (
    <div class="field combobox">
      <label for={`${id}-input`}>{props.label}</label>
      <input
        ref={input}
        id={`${id}-input`}
        name={props.name}
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={200}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-hint`}
        value={props.value}
        onInput={(event) => {
          setTyped(true);
          props.onInput(event.currentTarget.value);
        }}
        onKeyDown={key}
        onBlur={() => {
          close();
          setTyped(false);
        }}
      />
      <span id={`${id}-hint`} class="hint muted">
        {props.hint}
      </span>
      <ul
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        class="suggestions"
        hidden={!isOpen}
      >
        {items.map((item, index) => (
          <li
            key={props.keyOf(item)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // The field keeps the focus, so that a press does not close the list before it counts.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(item)}
          >
            {props.show(item)}
          </li>
        ))}
      </ul>
      <span class="visually-hidden" role="status">
        {heard}
      </span>
    </div>
  );
}
