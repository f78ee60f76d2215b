// What is looked for and where, in words for a heading.

import type { Voice } from '../texts';
import type { Question } from './question';
import type { Found } from './search';

export function nameOfNeed(found: Found | undefined, question: Question): string {
  return found?.understood?.concept?.name ?? question.what;
}

/** The word with a capital, as it stands at the beginning of a line. */
export function capital(text: string, voice: Voice): string {
  return text.charAt(0).toLocaleUpperCase(voice.language) + text.slice(1);
}

/**
 * The name of a language. Browsers know fewer of them than the graph, which names those of all
 * doctors in the list.
 */
export function languageName(code: string, found: Found, voice: Voice): string {
  const facet = found.facets.find(({ field }) => field === 'LANGUAGE');
  return facet?.values.find(({ value }) => value === code)?.label ?? voice.languageName(code);
}

export function nameOfPlace(found: Found | undefined, question: Question, voice: Voice): string {
  if (question.at) return voice.say.yourPosition;
  const area = found?.searchArea;
  if (area?.placedBy === 'PLACE' && area.place) return area.place.name;
  return question.where.split(',')[0] ?? '';
}
