// What is looked for and where, in words for a heading.

import type { Voice } from '../texts';
import type { Question } from './question';
import type { Found } from './search';

export function nameOfNeed(found: Found | undefined, question: Question): string {
  return found?.understood?.concept?.name ?? question.what;
}

export function nameOfPlace(found: Found | undefined, question: Question, voice: Voice): string {
  if (question.at) return voice.say.yourPosition;
  const area = found?.searchArea;
  if (area?.placedBy === 'PLACE' && area.place) return area.place.name;
  return question.where.split(',')[0] ?? '';
}
