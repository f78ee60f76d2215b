// What is shown where there is no list: nobody, a place that must be chosen, words that mean
// nothing, and what did not work.

import { useEffect, useState } from 'preact/hooks';
import { FindByNameDocument, type FindByNameQuery, type SpotFragment } from '../generated/graphql';
import { ask, AskFailed } from './client';
import { useHere } from './context';
import { Ask } from './Notes';
import { filterCalled, read, without, type Question } from './question';
import type { Found } from './search';
import { placeText } from './SearchForm';

export function Nobody({ found }: { found: Found }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const nearest = found.searchArea?.nearestAnywhere;
  const ways = found.relaxations.flatMap((relaxation) => {
    const { kind, filter, withinKm, count } = relaxation;
    if (kind === 'DROP_FILTER' && filter) {
      const name = filterCalled(filter);
      if (!name) return [];
      return [{ text: say.dropFilter(say.filterName[name], count), next: without(question, name) }];
    }
    if (kind === 'WIDEN') {
      if (typeof withinKm !== 'number') return [];
      const km = Math.ceil(withinKm);
      const text =
        km >= 20000 ? say.lookEverywhere(count) : say.lookWider(voice.distance(km), count);
      return [{ text, next: { ...question, km: Math.min(km, 20015) } }];
    }
    if (kind === 'CROSS_BORDERS') {
      const km = typeof withinKm === 'number' ? Math.min(Math.ceil(withinKm), 20015) : question.km;
      return [{ text: say.lookBeyond(count), next: { ...question, borders: true, km } }];
    }
    return [];
  });
  return (
    <div class="state card">
      <p>{ways.length > 0 ? say.nobodyText : say.nobodyPlain}</p>
      {ways.length > 0 && (
        <ul class="ways plain-list">
          {ways.map(({ text, next }) => (
            <li key={text}>
              <Ask class="button plain" next={next}>
                {text}
              </Ask>
            </li>
          ))}
        </ul>
      )}
      {nearest?.doctor && typeof nearest.distance === 'number' && (
        <p class="muted">
          {say.nearest(
            nearest.doctor.name.display,
            [nearest.clinic?.name, nearest.clinic?.address.city].filter(Boolean).join(', '),
            voice.distance(nearest.distance),
          )}
        </p>
      )}
    </div>
  );
}

export function NotUnderstood() {
  const { voice, question, link } = useHere();
  const { say } = voice;
  const [named, setNamed] = useState<FindByNameQuery['search']['nodes']>([]);
  const text = question.what;

  useEffect(() => {
    setNamed([]);
    if (!text) return;
    const stop = new AbortController();
    ask(FindByNameDocument, { text, locales: [voice.language, 'en'] }, stop.signal).then(
      ({ search }) => setNamed(search.nodes),
      (problem: unknown) => {
        if (!stop.signal.aborted && !(problem instanceof AskFailed)) throw problem;
      },
    );
    return () => stop.abort();
  }, [text, voice.language]);

  return (
    <State title={say.notUnderstood(text || question.need)}>
      <p>{say.notUnderstoodText}</p>
      {named.length > 0 && (
        <>
          <h3>{say.byName}</h3>
          <ul class="named plain-list">
            {named.map((node) => {
              if (node.__typename === 'Doctor') {
                return (
                  <Named
                    key={node.slug}
                    kind={say.suggestionKind.DOCTOR}
                    href={link(`/doctor/${node.slug}`)}
                  >
                    {node.person.display}
                  </Named>
                );
              }
              if (node.__typename === 'Clinic') {
                return (
                  <Named
                    key={node.slug}
                    kind={say.suggestionKind.CLINIC}
                    href={link(`/clinic/${node.slug}`)}
                  >
                    {[node.name, node.address.city].filter(Boolean).join(', ')}
                  </Named>
                );
              }
              if (node.__typename === 'Article') {
                return (
                  <Named
                    key={node.slug}
                    kind={say.suggestionKind.ARTICLE}
                    href={link(`/article/${node.slug}`)}
                  >
                    {node.title}
                  </Named>
                );
              }
              return null;
            })}
          </ul>
        </>
      )}
      <Restart />
    </State>
  );
}

function Named({
  kind,
  href,
  children,
}: {
  kind: string;
  href: string;
  children: preact.ComponentChildren;
}) {
  return (
    <li>
      <a href={href}>{children}</a> <span class="muted">{kind}</span>
    </li>
  );
}

export function WhichPlace({ places, exact }: { places: SpotFragment[]; exact: boolean }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const name = question.where;
  return (
    <State title={exact ? say.choosePlace(name) : say.noPlace(name)}>
      <p>{exact ? say.choosePlaceText : say.noPlaceText}</p>
      {places.length > 0 && (
        <>
          {!exact && <h3>{say.similarPlaces}</h3>}
          <ul class="ways plain-list">
            {places.map((place) => (
              <li key={place.id}>
                <Ask
                  class="button plain"
                  next={{ ...question, where: placeText(place), place: place.id }}
                >
                  {[
                    place.name,
                    place.regionName !== place.name && place.regionName,
                    voice.countryName(place.country),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                  {` (${say.placeKind[place.kind]})`}
                </Ask>
              </li>
            ))}
          </ul>
        </>
      )}
    </State>
  );
}

export function NoPostalCode({ code }: { code: string }) {
  const { voice } = useHere();
  return (
    <State title={voice.say.noPostalCode(code)}>
      <p>{voice.say.noPostalCodeText}</p>
    </State>
  );
}

export function Failed({ failure, again }: { failure: AskFailed; again: () => void }) {
  const { voice } = useHere();
  const { say } = voice;
  const { code, message, requestId, seconds } = failure;
  const isRefusal =
    code === 'BAD_USER_INPUT' || code === 'NOT_FOUND' || code.startsWith('GRAPHQL_');
  const [title, text] =
    code === 'UNREACHABLE'
      ? [say.unreachable, say.unreachableText]
      : code === 'RATE_LIMITED'
        ? [say.limited, say.limitedText(seconds)]
        : isRefusal
          ? [say.refused, message]
          : [say.failed, say.failedText];
  return (
    <section class="state card" role="alert">
      <h2>{title}</h2>
      <p lang={isRefusal ? 'en' : undefined}>{text}</p>
      {requestId && <p class="muted">{say.requestId(requestId)}</p>}
      <p class="state-ways">
        {!isRefusal && (
          <button type="button" class="button" onClick={again}>
            {say.again}
          </button>
        )}
        <Restart />
      </p>
    </section>
  );
}

function Restart() {
  const { voice, question } = useHere();
  const nothing: Question = { ...read(''), language: question.language };
  return (
    <Ask class="button plain" next={nothing}>
      {voice.say.startOver}
    </Ask>
  );
}

function State({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <section class="state card" aria-labelledby="state-title">
      <h2 id="state-title" tabindex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
