// From a question to what is shown: loading, an answer, or why there is none.

import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  FindDoctorsDocument,
  MoreDoctorsDocument,
  SuggestPlaceDocument,
  type FindDoctorsQuery,
  type FindDoctorsQueryVariables,
  type HitFragment,
  type SpotFragment,
} from '../generated/graphql';
import type { Language } from '../texts';
import { ask, AskFailed, recall } from './client';
import { filterOf, isAround, isAsked, nearOf, needOf, type Question } from './question';

export type Found = FindDoctorsQuery['doctors'];

export type Outcome =
  | { kind: 'nothing asked' }
  /** `before` is what was shown last, when only filters or the order have changed since. */
  | { kind: 'loading'; before: Listing | undefined }
  | { kind: 'found'; listing: Listing }
  | { kind: 'which place'; places: SpotFragment[]; exact: boolean }
  | { kind: 'no postal code'; code: string }
  | { kind: 'failed'; failure: AskFailed };

export interface Listing {
  found: Found;
  hits: HitFragment[];
  more: boolean;
}

interface Pages {
  hits: HitFragment[];
  hasNext: boolean;
  after: string | undefined;
}

/** Later pages of lists, so that going back shows as many as before. */
const laterPages = new Map<string, Pages>();

/** The country of postal codes that come without one, as far as the browser tells. */
const homeCountry = (() => {
  try {
    return new Intl.Locale(navigator.language).region;
  } catch {
    return undefined;
  }
})();

export function variablesOf(question: Question, language: Language): FindDoctorsQueryVariables {
  const around = isAround(question);
  return {
    need: needOf(question),
    near: nearOf(question, homeCountry),
    filter: filterOf(question),
    sort: question.sort === 'DISTANCE' && !around ? 'BEST' : question.sort,
    locales: language === 'en' ? ['en'] : [language, 'en'],
    around,
  };
}

/** What a list is about, whatever its filters and order are. */
function topicOf(question: Question, language: Language): string {
  const { what, need, where, place, at } = question;
  return JSON.stringify([what, need, where, place, at, language]);
}

interface State {
  key: string;
  topic: string;
  outcome: Outcome;
}

export function useSearch(question: Question, language: Language) {
  const variables = variablesOf(question, language);
  const key = isAsked(question) ? JSON.stringify(variables) + language : '';
  const topic = topicOf(question, language);
  const [attempt, setAttempt] = useState(0);
  const [pages, setPages] = useState(0);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [moreFailed, setMoreFailed] = useState<AskFailed>();
  const [state, setState] = useState<State>({
    key: '',
    topic: '',
    outcome: { kind: 'nothing asked' },
  });

  useEffect(() => {
    setMoreFailed(undefined);
    if (!key) {
      setState({ key, topic, outcome: { kind: 'nothing asked' } });
      return;
    }
    const known = recall(FindDoctorsDocument, variables);
    if (known) {
      setState({ key, topic, outcome: { kind: 'found', listing: listed(known.doctors, key) } });
      return;
    }
    const stop = new AbortController();
    setState((last) => ({
      key,
      topic,
      outcome: {
        kind: 'loading',
        before:
          last.topic !== topic
            ? undefined
            : last.outcome.kind === 'found'
              ? last.outcome.listing
              : last.outcome.kind === 'loading'
                ? last.outcome.before
                : undefined,
      },
    }));
    outcomeOf(question, variables, key, stop.signal)
      .then((outcome) => setState({ key, topic, outcome }))
      .catch((problem: unknown) => {
        if (stop.signal.aborted) return;
        throw problem;
      });
    return () => stop.abort();
  }, [key, attempt]);

  const outcome = useMemo<Outcome>(() => {
    // Between a new question and its effect, the page must not show the old answer as the new one.
    if (state.key !== key) {
      if (!key) return { kind: 'nothing asked' };
      const known = recall(FindDoctorsDocument, variables);
      if (known) return { kind: 'found', listing: listed(known.doctors, key) };
      const before =
        state.topic === topic && state.outcome.kind === 'found' ? state.outcome.listing : undefined;
      return { kind: 'loading', before };
    }
    if (state.outcome.kind !== 'found') return state.outcome;
    return { kind: 'found', listing: listed(state.outcome.listing.found, key) };
  }, [state, key, pages]);

  async function loadMore() {
    if (outcome.kind !== 'found' || isLoadingMore) return;
    const after = laterPages.get(key)?.after ?? outcome.listing.found.pageInfo.endCursor;
    if (!after) return;
    setLoadingMore(true);
    setMoreFailed(undefined);
    try {
      const { around: _, ...same } = variables;
      const { doctors } = await ask(MoreDoctorsDocument, { ...same, after });
      const before = laterPages.get(key)?.hits ?? [];
      laterPages.set(key, {
        hits: [...before, ...doctors.edges],
        hasNext: doctors.pageInfo.hasNextPage,
        after: doctors.pageInfo.endCursor ?? undefined,
      });
      setPages((count) => count + 1);
    } catch (problem) {
      if (problem instanceof AskFailed) setMoreFailed(problem);
      else throw problem;
    } finally {
      setLoadingMore(false);
    }
  }

  return {
    outcome,
    loadMore,
    isLoadingMore,
    moreFailed,
    again: () => setAttempt((count) => count + 1),
  };
}

function listed(found: Found, key: string): Listing {
  const later = laterPages.get(key);
  return {
    found,
    hits: later ? [...found.edges, ...later.hits] : found.edges,
    more: later ? later.hasNext : found.pageInfo.hasNextPage,
  };
}

async function outcomeOf(
  question: Question,
  variables: FindDoctorsQueryVariables,
  key: string,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { doctors } = await ask(FindDoctorsDocument, variables, signal);
    return { kind: 'found', listing: listed(doctors, key) };
  } catch (problem) {
    if (!(problem instanceof AskFailed)) throw problem;
    const isOurs = problem.code !== 'BAD_USER_INPUT' && problem.code !== 'NOT_FOUND';
    const chosen = (question.place && question.where) || (question.need && question.what);
    if (!isOurs && chosen) {
      // What was chosen is of the database that gave it; the words beside it outlive it.
      const said = {
        ...question,
        need: question.what ? '' : question.need,
        place: question.where ? '' : question.place,
      };
      const same = { ...variables, need: needOf(said), near: nearOf(said, homeCountry) };
      return outcomeOf(said, same, key, signal);
    }
    if (!question.where || question.at) return { kind: 'failed', failure: problem };
    switch (problem.reason) {
      case 'POSTAL_CODE_UNKNOWN':
      case 'POSTAL_CODE_UNREADABLE':
        return { kind: 'no postal code', code: question.where };
      case 'PLACE_UNKNOWN':
      case 'PLACE_AMBIGUOUS':
        // A postal code without a country is looked for among places.
        if (/\d/.test(question.where)) return { kind: 'no postal code', code: question.where };
        break;
      default:
        return { kind: 'failed', failure: problem };
    }
    const places = await candidates(question.where, signal);
    const wanted = fold(question.where.split(',')[0] ?? '');
    const namesakes = places.filter(({ name }) => fold(name) === wanted);
    return problem.reason === 'PLACE_AMBIGUOUS'
      ? { kind: 'which place', places: namesakes.length > 1 ? namesakes : places, exact: true }
      : { kind: 'which place', places, exact: false };
  }
}

/** Places that begin like what was written; of a name that none begins with, those of its start. */
async function candidates(where: string, signal: AbortSignal): Promise<SpotFragment[]> {
  const name = (where.split(',')[0] ?? '').trim();
  for (const text of [name, name.slice(0, Math.max(3, Math.ceil(name.length * 0.6)))]) {
    if (text.length === 0) continue;
    try {
      const { places } = await ask(SuggestPlaceDocument, { text }, signal);
      if (places.nodes.length > 0) return places.nodes;
    } catch (problem) {
      if (!(problem instanceof AskFailed)) throw problem;
    }
  }
  return [];
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}
