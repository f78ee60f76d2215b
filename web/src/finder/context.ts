// What every part of the page may need: the reader's language, the question, and the way to
// another one.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Voice } from '../texts';
import type { Question } from './question';

export interface Here {
  voice: Voice;
  question: Question;
  /** Asks another question; the address bar and the history follow. */
  go: (next: Question) => void;
  /** The address of a page of the server, in the reader's language. */
  link: (path: string, more?: Record<string, string>) => string;
}

export const HereContext = createContext<Here | undefined>(undefined);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('a part of the finder stands outside of it');
  return here;
}
