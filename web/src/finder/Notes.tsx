// What must be known to read the list: how the words were understood, how far the search went,
// and whom it left out.

import type { ComponentChildren } from 'preact';
import { follow } from './App';
import { useHere } from './context';
import { nameOfPlace } from './names';
import { filterCalled, write, type Question } from './question';
import type { Found } from './search';
import { placeText } from './SearchForm';
import type { Voice } from '../texts';

export function Notes({ found }: { found: Found }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const { understood, searchArea } = found;
  const where = nameOfPlace(found, question, voice);

  return (
    <div class="notes">
      {understood?.concept && <Meaning found={found} />}
      {understood?.inferred && understood.concept && (
        <p class="banner note">
          {say.inferred[understood.concept.__typename](understood.concept.name)}
        </p>
      )}
      {searchArea?.widened && (
        <p class="banner tip">{widening(searchArea.widened, where, voice)}</p>
      )}
      {searchArea && searchArea.beyondBorder > 0 && (
        <Note>
          {say.beyondBorder(searchArea.beyondBorder, voice.distance(searchArea.withinKm))}{' '}
          <Ask next={{ ...question, borders: true }}>{say.lookAcross}</Ask>
        </Note>
      )}
      {searchArea?.placedBy === 'TOWN_OF_POSTAL_CODE' && <Note>{say.townOfPostalCode}</Note>}
      {searchArea?.placedBy === 'POINT' && searchArea.place && (
        <Note>{say.nearestPlace(searchArea.place.name)}</Note>
      )}
      {searchArea && searchArea.alternatives.length > 0 && (
        <Note>
          {say.otherPlaces(where)}{' '}
          {joined(
            searchArea.alternatives.map((place) => (
              <Ask key={place.id} next={{ ...question, where: placeText(place), place: place.id }}>
                {[place.regionName, voice.countryName(place.country)].filter(Boolean).join(', ')}
              </Ask>
            )),
          )}
        </Note>
      )}
      {found.excludedUnknown
        .filter(({ count }) => count > 0)
        .map(({ filter, count }) => {
          const name = filterCalled(filter);
          return (
            <Note key={filter}>
              {say.excluded(
                count,
                name ? say.filterName[name].toLocaleLowerCase(voice.language) : filter,
              )}{' '}
              {name === 'new' && (
                <Ask
                  next={{
                    ...question,
                    filters: {
                      ...question.filters,
                      new: [...(question.filters.new ?? []), 'UNKNOWN'],
                    },
                  }}
                >
                  {say.includeUnknown}
                </Ask>
              )}
            </Note>
          );
        })}
    </div>
  );
}

type Widened = NonNullable<NonNullable<Found['searchArea']>['widened']>;

function widening(widened: Widened, where: string, voice: Voice): string {
  const { say, distance } = voice;
  const { step, triedKm, toKm } = widened;
  switch (step) {
    case 'RADIUS':
      return say.widenedRadius(distance(triedKm), where, distance(toKm));
    case 'REGION':
      return say.widenedRegion(distance(triedKm), where, regionName(widened, voice));
    case 'TELEHEALTH':
      return say.widenedTelehealth(where, regionName(widened, voice));
  }
}

/** Where no region is known, it is the country's code that stands for it. */
function regionName({ region, regionName: name }: Widened, voice: Voice): string {
  if (name) return name;
  if (!region) return voice.say.wholeRegion;
  return region.length === 2 ? voice.countryName(region) : region;
}

function Meaning({ found }: { found: Found }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const { concept, via, kind, alternatives } = found.understood!;
  const isPlain = !question.what || fold(question.what) === fold(concept!.name);
  const others = alternatives.filter(({ concept: other }) => other);
  if (isPlain && others.length === 0) return null;
  return (
    <Note>
      {!isPlain && say.means(question.what || via?.text || '', concept!.name)}{' '}
      {others.length > 0 && (
        <>
          {['EXACT', 'NAMED', 'CODE'].includes(kind) ? say.seeAlso : say.meantElse}{' '}
          {joined(
            others.map(({ concept: other }) => (
              <Ask
                key={other!.slug}
                next={{
                  ...question,
                  what: other!.name,
                  need: `${other!.__typename.toLowerCase()}:${other!.slug}`,
                }}
              >
                {other!.name}
              </Ask>
            )),
          )}
        </>
      )}
    </Note>
  );
}

function Note({ children }: { children: ComponentChildren }) {
  return <p class="note-line">{children}</p>;
}

/** A link to another question. */
export function Ask({
  next,
  class: style,
  children,
}: {
  next: Question;
  class?: string;
  children: ComponentChildren;
}) {
  const { go } = useHere();
  return (
    <a
      href={write(next)}
      class={style}
      onClick={(event) =>
        follow(event, () => {
          go(next);
          keepFocus();
        })
      }
    >
      {children}
    </a>
  );
}

/** A link that its own answer takes away leaves the focus to the heading of the answer. */
function keepFocus(): void {
  const main = document.getElementById('main');
  if (!main) return;
  const watch = new MutationObserver(() => {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    const heading = main.querySelector<HTMLElement>('h2[tabindex]');
    if (!heading) return;
    watch.disconnect();
    heading.focus({ preventScroll: true });
  });
  watch.observe(main, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10_000);
}

function joined(parts: ComponentChildren[]) {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}
