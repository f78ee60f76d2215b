// What the finder says, in English. The other languages have the same shape.

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const en = {
  name: 'English',
  code: 'en' as string,
  title: 'Caregraph: find a doctor who does what you need',
  titleOf: (what: string, where: string) =>
    `${[what, where && `near ${where}`].filter(Boolean).join(' ')} · Caregraph`,
  skip: 'Skip to the results',
  playground: 'Playground',
  schema: 'Schema',
  licences: 'Licences',
  otherLanguage: 'Language',
  home: 'Caregraph, start page',
  heading: 'Find a doctor who does what you need',
  lead: 'Say it in your own words. You see who does it, how that is known, and what nobody knows.',
  noEmergency: 'In an emergency, call your local emergency number.',

  what: 'What do you need?',
  whatHint: 'A treatment, an illness, a kind of doctor, or a name',
  where: 'Where?',
  whereHint: 'Town, or postal code with country: 06105, US',
  search: 'Search',
  clear: 'Clear',
  position: 'Use my position',
  positionHint: 'Rounded to about a kilometre before it is sent.',
  positionWait: 'Looking for your position…',
  positionDenied: 'Your browser did not give your position. Write a town instead.',
  yourPosition: 'your position',
  suggestions: (count: number) =>
    count === 0 ? 'No suggestions' : plural(count, 'suggestion', 'suggestions'),
  suggestionKind: {
    PROCEDURE: 'Treatment or test',
    CONDITION: 'Illness or symptom',
    SPECIALTY: 'Kind of doctor',
    DOCTOR: 'Doctor',
    CLINIC: 'Clinic',
    PLACE: 'Place',
    ARTICLE: 'Article',
  },
  placeKind: {
    CAPITAL: 'Capital',
    CITY: 'City',
    TOWN: 'Town',
    VILLAGE_GROUP: 'Villages',
    DISTRICT: 'District',
  },

  startTry: 'Try',
  startRead: 'Read about it',
  startReadHint: 'Plain words, with the signs that need help on top.',
  startHow: 'How this works',
  startPoints: [
    ['Unknown is not no', 'What nobody has said is shown as unknown. It never counts as a no.'],
    ['Nobody can pay for a place', 'You can open the reasons for the order at each doctor.'],
    ['Every fact has a source', 'You see who said it, and when.'],
  ],
  articleKind: {
    PROCEDURE: 'Treatment',
    CONDITION: 'Illness',
    SYMPTOM: 'Symptom',
    TEST: 'Test',
    MEDICINE: 'Medicine',
    WELLNESS: 'Staying well',
  },
  inLanguage: (language: string) => `in ${language}`,
  examples: [
    { what: 'Epidural blood patch', where: 'Serzhong' },
    { what: 'Psoriasis', where: 'Gelephu' },
    { what: 'spinal headache fix', where: 'Tsirang' },
  ],
  near: (what: string, where: string) => `${what} near ${where}`,

  results: 'Doctors',
  loading: 'Looking…',
  found: (count: number) =>
    count === 0 ? 'Nobody was found' : `${plural(count, 'doctor', 'doctors')} found`,
  foundFor: (what: string, where: string) =>
    [what ? `for ${what}` : '', where ? `near ${where}` : ''].filter(Boolean).join(' '),
  demonstration:
    'Demonstration: these doctors, clinics and articles are invented. Nobody here can be visited or called.',
  invented: 'Invented',
  means: (words: string, name: string) => `We took “${words}” to mean ${name}.`,
  meantElse: 'Did you mean:',
  seeAlso: 'See also:',
  inferred: {
    Procedure: (name: string) =>
      `Nobody is known to do this: ${name}. Doctors in this field usually do. Whether these do is not known, so ask before you go.`,
    Condition: (name: string) =>
      `Nobody is known to do something for this: ${name}. Doctors in this field usually look after it. Whether these do is not known, so ask before you go.`,
    Specialty: (name: string) => `Whether these doctors practise this is not known: ${name}.`,
  },
  widenedRadius: (from: string, where: string, to: string) =>
    `Nobody within ${from} of ${where}: showing up to ${to} away.`,
  widenedRegion: (from: string, where: string, region: string) =>
    `Nobody near ${where}, not even within ${from}: showing all of ${region}.`,
  widenedTelehealth: (where: string, region: string) =>
    `Nobody near ${where}: showing doctors who see patients by video and are licensed in ${region}.`,
  wholeRegion: 'the region',
  beyondBorder: (count: number, within: string) =>
    `${plural(count, 'more doctor is', 'more doctors are')} within ${within}, across the border. Whether you can be treated there is not known.`,
  lookAcross: 'Look across the border',
  acrossBorders: 'Across borders',
  stayInside: 'Stay in the country',
  townOfPostalCode: 'The postal code’s own position is not known; distances are from its town.',
  otherPlaces: (name: string) => `There are other places called ${name}:`,
  nearestPlace: (name: string) => `The nearest place we know is ${name}.`,
  excluded: (count: number, filter: string) =>
    `${plural(count, 'doctor is', 'doctors are')} left out only because nothing is known about: ${filter}.`,
  includeUnknown: 'Show them too',
  dropFilter: (filter: string, count: number) => `Leave out “${filter}” (${count})`,
  lookWider: (distance: string, count: number) => `Look up to ${distance} away (${count})`,
  lookEverywhere: (count: number) => `Look everywhere (${count})`,
  lookBeyond: (count: number) => `Look across the border (${count})`,
  nobodyText:
    'That does not mean that nobody does it: nobody has told us. You can ask less strictly:',
  nobodyPlain:
    'That does not mean that nobody does it: nobody has told us. Try other words, or another place.',
  nearest: (name: string, clinic: string, distance: string) =>
    `The nearest of all is ${name}, ${clinic}, ${distance} away.`,
  notUnderstood: (words: string) => `We do not know what “${words}” means`,
  notUnderstoodText: 'Check the spelling, or say it another way. Everyday words are fine.',
  byName: 'By name we found',
  more: 'Show more',
  moreShown: (count: number) => `${count} doctors are shown`,
  ofAll: (shown: number, count: number) => `${shown} of ${count}`,

  order: 'Order',
  sorts: {
    BEST: 'Best match',
    DISTANCE: 'Nearest first',
    EXPERIENCE: 'Most experience first',
    RATING: 'Best rated first',
    NAME: 'By name',
    LAST_VERIFIED: 'Checked last first',
  },
  radius: 'How far',

  filters: 'Filters',
  filtersSet: (count: number) => (count === 0 ? 'Filters' : `Filters (${count})`),
  filtersSetLabel: 'Filters that are set',
  remove: (filter: string) => `Remove ${filter}`,
  removeAll: 'Remove all',
  filterName: {
    new: 'New patients',
    language: 'Language',
    gender: 'Gender',
    telehealth: 'By video or phone',
    evidence: 'How it is known',
    often: 'How often, at least',
    specialty: 'Field',
    plan: 'Insurance plan',
    kind: 'Kind of clinic',
    clinic: 'Clinic',
    access: 'Access',
    open: 'Open now',
    weekend: 'Open at weekends',
  },
  moreFilters: 'More filters',
  hours: 'Opening hours',
  showFound: (count: number) => (count === 1 ? 'Show the doctor' : `Show ${count} doctors`),
  nobodySays: 'Nobody says',
  anyOften: 'Any',
  byVideo: 'Sees patients by video or phone',
  notByVideo: 'Not by video or phone',
  notKnownOf: (count: number) => `Not known of ${plural(count, 'doctor', 'doctors')}`,
  showAll: (count: number) => `Show all ${count}`,

  distance: (distance: string) => `${distance} away`,
  aboutDistance: (distance: string) => `about ${distance} away`,
  townOnly: 'Only the town is known',
  noClinic: 'No clinic is known',
  newPatients: {
    ACCEPTING: 'Takes new patients',
    WAITING_LIST: 'Waiting list for new patients',
    EXISTING_ONLY: 'Existing patients only',
    NOT_ACCEPTING: 'Takes no new patients',
  },
  newPatientsUnknown: 'New patients: unknown',
  evidence: {
    DECLARED: 'The doctor says so',
    CLAIMS: 'Billing records show it',
    FACILITY: 'Done at the clinic; by whom is not certain',
    INFERRED: 'Guessed from the field; nobody has said so',
  },
  evidenceUnknown: 'Whether this doctor does it: unknown',
  volume: {
    FROM_11_TO_50: '11 to 50 times',
    FROM_51_TO_200: '51 to 200 times',
    OVER_200: 'more than 200 times',
    SUPPRESSED_OR_UNKNOWN: 'how often: unknown',
  },
  saidOn: (date: string) => `as of ${date}`,
  speaks: 'Speaks',
  languagesUnknown: 'Languages: unknown',
  phone: 'Phone',
  openNow: 'Open now',
  clinicKind: {
    HOSPITAL: 'Hospital',
    CLINIC: 'Clinic',
    HEALTH_CENTRE: 'Health centre',
    PRACTICE: 'Practice',
  },

  why: 'Why this order',
  whyOf: (name: string) => `Why ${name} stands here`,
  whyIntro: (score: string, most: string) =>
    `${score} of ${most} points. It says how well a doctor fits your question, not how good a doctor is.`,
  whySorted: 'You chose another order; these are the points of “Best match”.',
  whyFactor: 'Reason',
  whyValue: 'Value',
  whyWeight: 'Weight',
  whyPoints: 'Points',
  whySource: 'Who says so',
  whySum: 'Sum',
  whyUnknown: 'unknown: counts as the middle',
  whyUnknowns: (names: string) =>
    `Nothing is known about: ${names}. That counts neither for nor against.`,
  whyPolicy: (version: string, date: string) =>
    `Rules of the order: version ${version}, reckoned for ${date}.`,
  whyPaid: 'Nobody can pay for a place.',
  factor: {
    CONCEPT_MATCH: 'Does what you need',
    EVIDENCE: 'How it is known',
    EXPERIENCE: 'How often',
    DISTANCE: 'Distance',
    CONFIDENCE: 'How sure the clinic is',
    NEW_PATIENTS: 'New patients',
    RATING: 'Patients’ ratings',
    LANGUAGE: 'Language',
  },
  reckoned: 'Reckoned',

  sketch: 'Where they are',
  sketchCaption: 'A sketch, not a map: straight-line distances from the middle.',
  sketchMark: (numbers: string, clinic: string, distance: string) =>
    `${numbers}: ${clinic}, ${distance}`,
  north: 'N',
  mapCaption: (host: string) =>
    `Distances are straight lines. The pictures of the map come from ${host}.`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',

  article: 'About it',
  readArticle: 'Read the whole article',
  printArticle: 'Print',
  redFlags: 'When to get help',
  toRedFlags: 'Signs that need help',
  urgency: {
    EMERGENCY: 'Get help now',
    URGENT: 'Get help today',
    ROUTINE: 'Tell them at the next visit',
  },
  review: {
    CURRENT: (date: string) => `Reviewed by a clinician${date && ` on ${date}`}.`,
    DUE_SOON: (date: string) =>
      `Reviewed by a clinician${date && ` on ${date}`}. The next review is due soon.`,
    OVERDUE: (date: string) =>
      `The last review${date && `, on ${date},`} is overdue: it may be out of date.`,
    NOT_MEDICALLY_REVIEWED: (_date: string) => 'No clinician has reviewed this text.',
  },
  checklist: 'For your visit',
  checklistOf: {
    bring: 'Bring',
    stop: 'Ask before you stop a medicine',
    ask: 'Ask',
    arrange: 'Arrange',
  },
  moreToRead: 'More to read',
  otherLanguageText: (language: string) => `This text is only there in ${language}.`,

  choosePlace: (name: string) => `Which ${name}?`,
  choosePlaceText: 'Several places have this name.',
  noPlace: (name: string) => `We do not know a place called “${name}”`,
  noPlaceText: 'Check the spelling, or try a larger town nearby.',
  similarPlaces: 'Did you mean:',
  noPostalCode: (code: string) => `We do not know the postal code “${code}”`,
  noPostalCodeText:
    'Write the country after a comma, such as 06105, US, or try the name of the town.',
  failed: 'This did not work',
  failedText: 'The fault is ours. Try again in a moment.',
  unreachable: 'The server cannot be reached',
  unreachableText: 'Check your connection, then try again.',
  limited: 'Too many questions at once',
  limitedText: (seconds: number | undefined) =>
    seconds ? `Try again in ${plural(seconds, 'second', 'seconds')}.` : 'Try again in a minute.',
  refused: 'This question cannot be answered',
  requestId: (id: string) => `If you tell us about it, name this number: ${id}`,
  again: 'Try again',
  startOver: 'Start over',

  sources: 'Where this is from',
  notAdvice: 'This is no medical advice. Ask a doctor about your own case.',
};

export type Texts = typeof en;
