// What a reader asks, as it stands in the address bar, and as the graph takes it.

import type { CareNeed, DoctorFilter, DoctorSort, Near } from '../generated/graphql';
import type { Language } from '../texts';

/** Filters with values to choose from, by their name in the address. */
export const facetOf = {
  new: 'NEW_PATIENTS',
  language: 'LANGUAGE',
  gender: 'GENDER',
  telehealth: 'TELEHEALTH',
  evidence: 'EVIDENCE',
  often: 'VOLUME_BAND',
  specialty: 'SPECIALTY',
  plan: 'PLAN',
  kind: 'CLINIC_KIND',
  clinic: 'CLINIC',
  access: 'ACCESSIBILITY',
} as const;

export type FilterName = keyof typeof facetOf;

export const filterNames = Object.keys(facetOf) as FilterName[];

/** Filters that are yes or nothing. */
export const switches = ['open', 'weekend'] as const;

export type Switch = (typeof switches)[number];

export const sorts = ['BEST', 'DISTANCE', 'EXPERIENCE', 'RATING', 'NAME', 'LAST_VERIFIED'] as const;

export interface At {
  latitude: number;
  longitude: number;
}

export interface Question {
  /** The words for what is needed; empty for any doctor. */
  what: string;
  /** What was chosen for these words, as `procedure:slug`, `condition:slug` or `specialty:slug`. */
  need: string;
  /** The words for where; empty for everywhere, or for `at`. */
  where: string;
  /** The id of the place that was chosen for these words. */
  place: string;
  at: At | undefined;
  km: number;
  borders: boolean;
  sort: DoctorSort;
  filters: Partial<Record<FilterName, string[]>>;
  switches: Switch[];
  language: Language | undefined;
}

export const nearby = 25;

const needKinds = ['procedure', 'condition', 'specialty'];

export function read(search: string): Question {
  const given = new URLSearchParams(search);
  const text = (name: string) => (given.get(name) ?? '').trim().slice(0, 200);
  const need = text('need');
  const km = Number(text('km'));
  const sort = sorts.find((one) => one === text('sort'));
  const filters: Question['filters'] = {};
  for (const name of filterNames) {
    const values = given.getAll(name).filter(Boolean).slice(0, 20);
    if (values.length > 0) filters[name] = values;
  }
  const language = text('lang');
  return {
    what: text('what'),
    need: needKinds.includes(need.split(':')[0] ?? '') && need.includes(':') ? need : '',
    where: text('where'),
    place: text('place'),
    at: point(text('at')),
    km: km > 0 && km <= 20015 ? km : nearby,
    borders: text('borders') === '1',
    sort: sort ?? 'BEST',
    filters,
    switches: switches.filter((name) => text(name) === '1'),
    language: language === 'en' || language === 'es' ? language : undefined,
  };
}

/** The address of a question: what is as usual is left out, so that equal questions are one. */
export function write(question: Question): string {
  const said = new URLSearchParams();
  const say = (name: string, value: string | undefined) => {
    if (value) said.append(name, value);
  };
  say('what', question.what);
  say('need', question.need);
  say('where', question.where);
  say('place', question.place);
  if (question.at) say('at', `${question.at.latitude},${question.at.longitude}`);
  if (isAround(question)) {
    if (question.km !== nearby) say('km', String(question.km));
    if (question.borders) say('borders', '1');
  }
  for (const name of filterNames)
    for (const value of question.filters[name] ?? []) say(name, value);
  for (const name of question.switches) say(name, '1');
  if (question.sort !== 'BEST') say('sort', question.sort);
  say('lang', question.language);
  // Commas and colons may stand in a query; the address is for people.
  const text = said.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text ? `/?${text}` : '/';
}

export function isAround(question: Question): boolean {
  return question.where !== '' || question.place !== '' || question.at !== undefined;
}

/** Whether there is anything to look for. */
export function isAsked(question: Question): boolean {
  return question.what !== '' || question.need !== '' || isAround(question);
}

export function needOf(question: Question): CareNeed | undefined {
  const colon = question.need.indexOf(':');
  const slug = question.need.slice(colon + 1);
  switch (question.need.slice(0, Math.max(colon, 0))) {
    case 'procedure':
      return { procedure: { slug } };
    case 'condition':
      return { condition: { slug } };
    case 'specialty':
      return { specialty: { slug } };
    default:
      return question.what ? { text: question.what } : undefined;
  }
}

/** `country` is that of a postal code which is written without one. */
export function nearOf(question: Question, country: string | undefined): Near | undefined {
  if (!isAround(question)) return undefined;
  const circle = { withinKm: question.km, crossBorders: question.borders };
  if (question.at) return { at: { point: question.at }, ...circle };
  if (question.place) return { at: { place: question.place }, ...circle };
  const postal = postalCode(question.where, country);
  if (postal) return { at: { postalCode: postal }, ...circle };
  return { at: { placeName: question.where }, ...circle };
}

/** A word with a digit in it is no place's name: a postal code, with its country after a comma. */
export function postalCode(where: string, country: string | undefined) {
  const parts = /^([^,]*\d[^,]*?)(?:\s*,\s*([a-z]{2}))?$/i.exec(where.trim());
  const code = parts?.[1];
  const within = parts?.[2] ?? country;
  return code && within ? { code, country: within.toUpperCase() } : undefined;
}

export function filterOf(question: Question): DoctorFilter | undefined {
  const filter: DoctorFilter = {};
  for (const name of filterNames) {
    const values = question.filters[name];
    if (values) Object.assign(filter, part(name, values));
  }
  if (question.switches.includes('open')) filter.openNow = true;
  if (question.switches.includes('weekend')) filter.weekendHours = true;
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** What asks for a value of a facet; the same as the `filter` that the graph gives with it. */
function part(name: FilterName, values: string[]): DoctorFilter {
  // A value that is none is refused by the graph in words that name it.
  const closed = values as never;
  switch (name) {
    case 'new':
      return { newPatients: closed };
    case 'language':
      return { languages: values.map((language) => ({ language })) };
    case 'gender':
      return { gender: closed };
    case 'telehealth':
      return { telehealth: values[0] === 'true' };
    case 'evidence':
      return { evidence: closed };
    case 'often':
      return { minVolumeBand: values[0] as never };
    case 'specialty':
      return { specialties: values.map((slug) => ({ slug })) };
    case 'plan':
      return { plans: values.map((slug) => ({ plan: { slug } })) };
    case 'kind':
      return { clinicKinds: closed };
    case 'clinic':
      return { clinics: values.map((slug) => ({ slug })) };
    case 'access':
      return { accessibility: closed };
  }
}

/** The filter in the address that the graph calls by this name. */
const namesInGraph: Record<string, FilterName | Switch> = {
  newPatients: 'new',
  languages: 'language',
  gender: 'gender',
  telehealth: 'telehealth',
  evidence: 'evidence',
  minVolumeBand: 'often',
  specialties: 'specialty',
  plans: 'plan',
  clinicKinds: 'kind',
  clinics: 'clinic',
  accessibility: 'access',
  openNow: 'open',
  weekendHours: 'weekend',
};

export function filterCalled(name: string): FilterName | Switch | undefined {
  return namesInGraph[name];
}

export function without(question: Question, name: FilterName | Switch): Question {
  if (name === 'open' || name === 'weekend') {
    return { ...question, switches: question.switches.filter((one) => one !== name) };
  }
  const { [name]: _, ...filters } = question.filters;
  return { ...question, filters };
}

/** Adds a value, or takes it away; of filters that take one value, it replaces the other. */
export function toggled(question: Question, name: FilterName, value: string): Question {
  const before = question.filters[name] ?? [];
  if (before.includes(value)) {
    const rest = before.filter((one) => one !== value);
    return rest.length === 0
      ? without(question, name)
      : { ...question, filters: { ...question.filters, [name]: rest } };
  }
  const single = name === 'telehealth' || name === 'often';
  return {
    ...question,
    filters: { ...question.filters, [name]: single ? [value] : [...before, value] },
  };
}

/** How many filters are set. */
export function filterCount(question: Question): number {
  return (
    question.switches.length +
    filterNames.reduce((sum, name) => sum + (question.filters[name]?.length ?? 0), 0)
  );
}

function point(text: string): At | undefined {
  const parts = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  if (!parts) return undefined;
  const latitude = rounded(Number(parts[1]));
  const longitude = rounded(Number(parts[2]));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
    ? { latitude, longitude }
    : undefined;
}

/** About a kilometre: where exactly somebody is, is nobody's business. */
export function rounded(degrees: number): number {
  return Math.round(degrees * 100) / 100;
}
