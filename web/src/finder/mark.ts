// What a mark of the sketch or the map says, and where it leads.

import type { Voice } from '../texts';
import type { Mark } from './sketchLayout';

export function labelOfMark({ numbers, clinic, distance }: Mark, voice: Voice): string {
  return voice.say.sketchMark(
    numbers.map(String).join(', '),
    clinic,
    typeof distance === 'number' ? voice.distance(distance) : '',
  );
}

/** To the first of the doctors who are there, in the list. */
export function toDoctor({ numbers }: Mark): void {
  const card = document.getElementById(`doctor-${numbers[0] ?? 1}`);
  card?.scrollIntoView({ block: 'center' });
  card?.querySelector<HTMLElement>('h3 a')?.focus({ preventScroll: true });
}
