// Filters with how many each of their values finds, and those that are set as chips.

import { useId, useState } from 'preact/hooks';
import { useHere } from './context';
import { capital } from './names';
import { Ask } from './Notes';
import {
  facetOf,
  filterCount,
  filterNames,
  switches,
  toggled,
  without,
  type FilterName,
  type Question,
} from './question';
import type { Found } from './search';
import type { Voice } from '../texts';

type Facet = Found['facets'][number];

/** What most people choose by; the rest is folded away until it is asked for. */
const first: FilterName[] = ['new', 'language', 'gender', 'telehealth', 'evidence'];
const rest = filterNames.filter((name) => !first.includes(name));

/** How many values of a filter are shown before the rest is asked for. */
const few = 6;

export function Filters({ found, isStale }: { found: Found; isStale: boolean }) {
  const { voice, question, go } = useHere();
  const { say } = voice;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const needsEvidence =
    found.understood?.concept !== undefined &&
    found.understood?.concept?.__typename !== 'Specialty';

  // On a phone the filters stand above the list and push it out of sight.
  function showFound() {
    setOpen(false);
    requestAnimationFrame(() => {
      const list = document.querySelector<HTMLElement>('.list');
      list?.scrollIntoView();
      list?.focus({ preventScroll: true });
    });
  }

  // Open from the start where one of them is set; from then on the reader opens and closes it.
  const [isMoreOpen, setMoreOpen] = useState(
    question.switches.length > 0 || rest.some((name) => question.filters[name]),
  );

  const group = (name: FilterName) => {
    const facet = found.facets.find(({ field }) => field === facetOf[name]);
    if (!facet) return null;
    const isAboutNeed = name === 'evidence' || name === 'often';
    if (isAboutNeed && !needsEvidence && !question.filters[name]) return null;
    return <FilterGroup key={name} name={name} facet={facet} />;
  };

  return (
    <div class="filters-place">
      <button
        type="button"
        class="button plain filters-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {say.filtersSet(filterCount(question))}
      </button>
      <section
        id={id}
        class={isOpen ? 'filters filters-open' : 'filters'}
        aria-label={say.filters}
        aria-busy={isStale}
      >
        {first.map(group)}
        <details
          class="more-filters"
          open={isMoreOpen}
          onToggle={(event) => setMoreOpen(event.currentTarget.open)}
        >
          <summary>{say.moreFilters}</summary>
          {rest.map(group)}
          <fieldset>
            <legend>{say.hours}</legend>
            {switches.map((name) => (
              <label key={name} class="choice">
                <input
                  type="checkbox"
                  checked={question.switches.includes(name)}
                  onChange={() =>
                    go(
                      question.switches.includes(name)
                        ? without(question, name)
                        : { ...question, switches: [...question.switches, name] },
                    )
                  }
                />
                <span>{say.filterName[name]}</span>
              </label>
            ))}
          </fieldset>
        </details>
        <button type="button" class="button show-found" onClick={showFound}>
          {say.showFound(found.totalCount)}
        </button>
      </section>
    </div>
  );
}

function FilterGroup({ name, facet }: { name: FilterName; facet: Facet }) {
  const { voice, question, go } = useHere();
  const { say } = voice;
  const [isWhole, setWhole] = useState(false);
  const set = question.filters[name] ?? [];
  const choices = choicesOf(name, facet, set, voice);
  if (choices.length === 0) return null;
  const shown = isWhole
    ? choices
    : choices.filter(({ value }, index) => index < few || set.includes(value));
  const isSingle = name === 'often';
  return (
    <fieldset>
      <legend>{say.filterName[name]}</legend>
      {isSingle && (
        <label class="choice">
          <input
            type="radio"
            name={`filter-${name}`}
            checked={set.length === 0}
            onChange={() => go(without(question, name))}
          />
          <span>{say.anyOften}</span>
        </label>
      )}
      {shown.map(({ value, label, count }) => (
        <label key={value} class="choice">
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            name={`filter-${name}`}
            value={value}
            checked={set.includes(value)}
            onChange={() => {
              if (!isSingle || !set.includes(value)) go(toggled(question, name, value));
            }}
          />
          <span>{label}</span>
          {count !== undefined && <span class="count">{count}</span>}
        </label>
      ))}
      {choices.length > shown.length && (
        <button type="button" class="text-button" onClick={() => setWhole(true)}>
          {say.showAll(choices.length)}
        </button>
      )}
      {facet.unknown > 0 && name !== 'new' && (
        <p class="unknown">{say.notKnownOf(facet.unknown)}</p>
      )}
    </fieldset>
  );
}

interface Choice {
  value: string;
  label: string;
  count: number | undefined;
}

function choicesOf(name: FilterName, facet: Facet, set: string[], voice: Voice): Choice[] {
  const { say } = voice;
  let choices: Choice[] = facet.values.map(({ value, label, count }) => ({
    value,
    label: labelOf(name, value, label, voice),
    count,
  }));
  if (name === 'telehealth') choices = choices.filter(({ value }) => value === 'true');
  if (name === 'new' && facet.unknown > 0) {
    choices.push({ value: 'UNKNOWN', label: say.nobodySays, count: facet.unknown });
  }
  // What is set stays in view, so that it can be taken away where it finds nobody.
  for (const value of set) {
    if (!choices.some((choice) => choice.value === value)) {
      choices.push({ value, label: labelOf(name, value, undefined, voice), count: 0 });
    }
  }
  return choices;
}

function labelOf(name: FilterName, value: string, label: string | undefined, voice: Voice): string {
  const { say } = voice;
  if (name === 'telehealth') return value === 'true' ? say.byVideo : say.notByVideo;
  if (name === 'evidence' && value in say.evidence)
    return say.evidence[value as keyof typeof say.evidence];
  if (name === 'new') {
    if (value === 'UNKNOWN') return say.nobodySays;
    if (value in say.newPatients) return say.newPatients[value as keyof typeof say.newPatients];
  }
  if (label) return capital(label, voice);
  if (name === 'language') return capital(voice.languageName(value), voice);
  return capital(value.replaceAll(/[-_]/g, ' ').toLowerCase(), voice);
}

/** The filters that are set, each to be taken away with one press. */
export function SetFilters({ found }: { found: Found }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const chips: { key: string; text: string; next: Question }[] = [];
  for (const name of filterNames) {
    const facet = found.facets.find(({ field }) => field === facetOf[name]);
    for (const value of question.filters[name] ?? []) {
      const label = facet?.values.find((one) => one.value === value)?.label;
      const words = labelOf(name, value, label, voice);
      chips.push({
        key: `${name} ${value}`,
        text: value === 'UNKNOWN' ? say.newPatientsUnknown : words,
        next: toggled(question, name, value),
      });
    }
  }
  for (const name of question.switches) {
    chips.push({ key: name, text: say.filterName[name], next: without(question, name) });
  }
  if (question.borders) {
    chips.push({ key: 'borders', text: say.acrossBorders, next: { ...question, borders: false } });
  }
  if (chips.length === 0) return null;
  return (
    <ul class="chips set-filters" aria-label={say.filtersSetLabel}>
      {chips.map(({ key, text, next }) => (
        <li key={key}>
          <Ask class="chip strong removable" next={next}>
            <span class="visually-hidden">{say.remove('')}</span>
            {text}
            <span class="cross" aria-hidden="true" />
          </Ask>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Ask class="remove-all" next={{ ...question, filters: {}, switches: [], borders: false }}>
            {say.removeAll}
          </Ask>
        </li>
      )}
    </ul>
  );
}
