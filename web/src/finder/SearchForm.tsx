// What and where. It keeps what is being typed; the question changes when it is sent.

import { useEffect, useState } from 'preact/hooks';
import {
  SuggestNeedDocument,
  SuggestPlaceDocument,
  type SpotFragment,
  type SuggestNeedQuery,
} from '../generated/graphql';
import { ask } from './client';
import { Combobox } from './Combobox';
import { useHere } from './context';
import { nearby, rounded, type Question } from './question';

type Suggestion = SuggestNeedQuery['suggest'][number];

const needKind = {
  Procedure: 'procedure',
  Condition: 'condition',
  Specialty: 'specialty',
} as const;
const pageKind = { Doctor: 'doctor', Clinic: 'clinic', Article: 'article' } as const;

type Draft = Pick<Question, 'what' | 'need' | 'where' | 'place' | 'at'>;

export function SearchForm() {
  const { voice, question, go, link } = useHere();
  const { say } = voice;
  const [draft, setDraft] = useState<Draft>(question);
  const [position, setPosition] = useState<'' | 'asked' | 'denied'>('');

  // Back, forward and links change the question beside the form.
  useEffect(() => setDraft(question), [question]);

  const shownWhere = draft.at && !draft.where ? say.yourPosition : draft.where;

  function send(change: Partial<Draft> = {}) {
    const next = { ...draft, ...change };
    const isElsewhere =
      next.where !== question.where ||
      next.place !== question.place ||
      next.at?.latitude !== question.at?.latitude ||
      next.at?.longitude !== question.at?.longitude;
    go({
      ...question,
      what: next.what.trim(),
      need: next.need,
      where: next.where.trim(),
      place: next.place,
      at: next.at,
      // A wider circle was for the other place.
      ...(isElsewhere ? { km: nearby, borders: false } : {}),
    });
  }

  function pickNeed(item: Suggestion) {
    const { node, text } = item;
    if (
      node.__typename === 'Doctor' ||
      node.__typename === 'Clinic' ||
      node.__typename === 'Article'
    ) {
      location.assign(link(`/${pageKind[node.__typename]}/${node.slug}`));
      return;
    }
    if (node.__typename === 'Place') return;
    // The proper name, unless the words were another name for it.
    const change = { what: text, need: `${needKind[node.__typename]}:${node.slug}` };
    setDraft({ ...draft, ...change });
    send(change);
  }

  function usePosition() {
    setPosition('asked');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPosition('');
        const at = { latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) };
        send({ at, where: '', place: '' });
      },
      () => setPosition('denied'),
      // Nothing exact is needed, and a fix of the last minutes will do.
      { enableHighAccuracy: false, maximumAge: 300_000, timeout: 15_000 },
    );
  }

  return (
    <form
      class="search"
      role="search"
      action="/"
      method="get"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Combobox<Suggestion>
        name="what"
        label={say.what}
        hint={say.whatHint}
        value={draft.what}
        onInput={(what) => setDraft({ ...draft, what, need: '' })}
        onPick={pickNeed}
        suggest={async (prefix, signal) => {
          const { suggest } = await ask(SuggestNeedDocument, { prefix }, signal);
          return suggest.filter(({ kind }) => kind !== 'PLACE');
        }}
        keyOf={(item) => `${item.kind} ${item.text}`}
        show={(item) => (
          <>
            <span>{marked(item)}</span>
            <span class="muted">
              {say.suggestionKind[item.kind]}
              {properName(item)}
            </span>
          </>
        )}
      />
      <Combobox<SpotFragment>
        name="where"
        label={say.where}
        hint={say.whereHint}
        value={shownWhere}
        onInput={(where) => setDraft({ ...draft, where, place: '', at: undefined })}
        onPick={(place) => {
          const change = { where: placeText(place), place: place.id, at: undefined };
          setDraft({ ...draft, ...change });
          if (draft.what) send(change);
        }}
        suggest={async (text, signal) => {
          const { places } = await ask(SuggestPlaceDocument, { text }, signal);
          return places.nodes;
        }}
        keyOf={({ id }) => id}
        show={(place) => (
          <>
            <span>{place.name}</span>
            <span class="muted">
              {[
                say.placeKind[place.kind],
                place.regionName === place.name ? '' : place.regionName,
                voice.countryName(place.country),
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
          </>
        )}
      />
      <button type="submit" class="button send">
        {say.search}
      </button>
      {'geolocation' in navigator && isSecureContext && (
        <div class="position">
          <button
            type="button"
            class="button plain"
            onClick={usePosition}
            disabled={position === 'asked'}
          >
            {say.position}
          </button>
          <span class={position === '' ? 'muted rounding' : 'muted'} role="status">
            {position === 'asked'
              ? say.positionWait
              : position === 'denied'
                ? say.positionDenied
                : say.positionHint}
          </span>
        </div>
      )}
    </form>
  );

  function properName({ node, text }: Suggestion): string {
    if (
      node.__typename !== 'Procedure' &&
      node.__typename !== 'Condition' &&
      node.__typename !== 'Specialty'
    ) {
      return '';
    }
    return node.name.toLowerCase() === text.toLowerCase() ? '' : `: ${node.name}`;
  }
}

/** A place's name as the graph understands it again: with its region where the name is not enough. */
export function placeText({ name, regionName, country }: SpotFragment): string {
  return `${name}, ${regionName && regionName !== name ? regionName : country}`;
}

/** The text with what was typed made bold; ranges count characters as people see them. */
function marked({ text, matched }: Suggestion) {
  const characters = Array.from(text);
  const parts = [];
  let from = 0;
  for (const { start, end } of matched) {
    parts.push(characters.slice(from, start).join(''));
    parts.push(<b>{characters.slice(start, end).join('')}</b>);
    from = end;
  }
  parts.push(characters.slice(from).join(''));
  return parts;
}
