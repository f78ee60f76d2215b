// The languages of the finder, and how each of them writes numbers, distances and days.

import { en, type Texts } from './en';
import { es } from './es';

export type { Texts };

export type Language = 'en' | 'es';

export const languages: Record<Language, Texts> = { en, es };

/** The reader's language: the one that was chosen, else the browser's best that is there. */
export function languageOf(chosen: Language | undefined): Language {
  if (chosen) return chosen;
  for (const one of navigator.languages) {
    const short = one.slice(0, 2).toLowerCase();
    if (short === 'en' || short === 'es') return short;
  }
  return 'en';
}

export interface Voice {
  language: Language;
  say: Texts;
  distance: (km: number) => string;
  number: (value: number) => string;
  day: (date: string) => string;
  languageName: (code: string) => string;
  countryName: (code: string) => string;
}

export function voice(language: Language): Voice {
  // Numbers and days as they are written where the reader is.
  const manner = navigator.languages.find((one) => one.slice(0, 2) === language) ?? language;
  const unit = (digits: number) =>
    new Intl.NumberFormat(manner, {
      style: 'unit',
      unit: 'kilometer',
      maximumFractionDigits: digits,
    });
  const coarse = unit(0);
  const fine = unit(1);
  const number = new Intl.NumberFormat(manner);
  // A day is a day, wherever the reader is.
  const day = new Intl.DateTimeFormat(manner, { dateStyle: 'medium', timeZone: 'UTC' });
  const names = (type: 'language' | 'region') => {
    const known = new Intl.DisplayNames([language], { type, fallback: 'code' });
    return (code: string) => {
      try {
        return known.of(code) ?? code;
      } catch {
        return code;
      }
    };
  };
  return {
    language,
    say: languages[language],
    distance: (km) => (km < 10 ? fine : coarse).format(km),
    number: (value) => number.format(value),
    day: (date) => day.format(new Date(`${date.slice(0, 10)}T00:00:00Z`)),
    languageName: names('language'),
    countryName: names('region'),
  };
}
