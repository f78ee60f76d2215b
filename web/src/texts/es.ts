// What the finder says, in Spanish.

import type { Texts } from './en';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const es: Texts = {
  name: 'Español',
  code: 'es',
  title: 'Caregraph: encuentre un médico que haga lo que necesita',
  titleOf: (what, where) =>
    `${[what, where && `cerca de ${where}`].filter(Boolean).join(' ')} · Caregraph`,
  skip: 'Ir a los resultados',
  playground: 'Consultas',
  schema: 'Esquema',
  licences: 'Licencias',
  otherLanguage: 'Idioma',
  home: 'Caregraph, página de inicio',
  heading: 'Encuentre un médico que haga lo que necesita',
  lead: 'Dígalo con sus palabras. Verá quién lo hace, cómo se sabe y qué no sabe nadie.',
  noEmergency: 'En una emergencia, llame al número de emergencias de su zona.',

  what: '¿Qué necesita?',
  whatHint: 'Un tratamiento, una enfermedad, una especialidad o un nombre',
  where: '¿Dónde?',
  whereHint: 'Lugar, o código postal con país: 06105, US',
  search: 'Buscar',
  clear: 'Borrar',
  position: 'Usar mi posición',
  positionHint: 'Se redondea a un kilómetro, más o menos, antes de enviarla.',
  positionWait: 'Buscando su posición…',
  positionDenied: 'Su navegador no dio su posición. Escriba un lugar.',
  yourPosition: 'su posición',
  suggestions: (count) =>
    count === 0 ? 'No hay sugerencias' : plural(count, 'sugerencia', 'sugerencias'),
  suggestionKind: {
    PROCEDURE: 'Tratamiento o prueba',
    CONDITION: 'Enfermedad o síntoma',
    SPECIALTY: 'Especialidad',
    DOCTOR: 'Médico',
    CLINIC: 'Centro',
    PLACE: 'Lugar',
    ARTICLE: 'Artículo',
  },
  placeKind: {
    CAPITAL: 'Capital',
    CITY: 'Ciudad',
    TOWN: 'Pueblo',
    VILLAGE_GROUP: 'Aldeas',
    DISTRICT: 'Distrito',
  },

  startTry: 'Pruebe',
  startRead: 'Para leer',
  startReadHint: 'Con palabras sencillas, y con las señales de alarma al principio.',
  startHow: 'Cómo funciona',
  startPoints: [
    [
      'Desconocido no es no',
      'Lo que nadie ha dicho aparece como desconocido. Nunca cuenta como un no.',
    ],
    ['Nadie puede pagar por un puesto', 'En cada médico puede abrir las razones del orden.'],
    ['Cada dato tiene su fuente', 'Verá quién lo dijo y cuándo.'],
  ],
  articleKind: {
    PROCEDURE: 'Tratamiento',
    CONDITION: 'Enfermedad',
    SYMPTOM: 'Síntoma',
    TEST: 'Prueba',
    MEDICINE: 'Medicamento',
    WELLNESS: 'Vida sana',
  },
  inLanguage: (language) => `en ${language}`,
  examples: [
    { what: 'parche hemático', where: 'Serzhong' },
    { what: 'psoriasis', where: 'Gelephu' },
    { what: 'parche de sangre', where: 'Tsirang' },
  ],
  near: (what, where) => `${what} cerca de ${where}`,

  results: 'Médicos',
  loading: 'Buscando…',
  found: (count) =>
    count === 0
      ? 'No se encontró a nadie'
      : plural(count, 'médico encontrado', 'médicos encontrados'),
  foundFor: (what, where) =>
    [what ? `para ${what}` : '', where ? `cerca de ${where}` : ''].filter(Boolean).join(' '),
  demonstration:
    'Demostración: estos médicos, centros y artículos son inventados. No se puede visitar ni llamar a nadie.',
  invented: 'Inventado',
  means: (words, name) => `Entendimos «${words}» como ${name}.`,
  meantElse: 'Quizá quiso decir:',
  seeAlso: 'Vea también:',
  inferred: {
    Procedure: (name) =>
      `No se sabe de nadie que haga esto: ${name}. Los médicos de esta especialidad suelen hacerlo. No se sabe si estos lo hacen; pregunte antes de ir.`,
    Condition: (name) =>
      `No se sabe de nadie que haga algo para esto: ${name}. Los médicos de esta especialidad suelen atenderlo. No se sabe si estos lo hacen; pregunte antes de ir.`,
    Specialty: (name) => `No se sabe si estos médicos ejercen esto: ${name}.`,
  },
  widenedRadius: (from, where, to) =>
    `No hay nadie a menos de ${from} de ${where}: se muestra hasta ${to}.`,
  widenedRegion: (from, where, region) =>
    `No hay nadie cerca de ${where}, ni a menos de ${from}: se muestra todo ${region}.`,
  widenedTelehealth: (where, region) =>
    `No hay nadie cerca de ${where}: se muestran médicos que atienden por vídeo y tienen licencia en ${region}.`,
  wholeRegion: 'la región',
  beyondBorder: (count, within) =>
    `${plural(count, 'médico más está', 'médicos más están')} a menos de ${within}, al otro lado de la frontera. No se sabe si allí le pueden atender.`,
  lookAcross: 'Buscar al otro lado de la frontera',
  acrossBorders: 'También al otro lado de la frontera',
  stayInside: 'Quedarse en el país',
  townOfPostalCode:
    'No se conoce la posición del código postal; las distancias son desde su localidad.',
  otherPlaces: (name) => `Hay otros lugares llamados ${name}:`,
  nearestPlace: (name) => `El lugar conocido más cercano es ${name}.`,
  excluded: (count, filter) =>
    `${plural(count, 'médico queda', 'médicos quedan')} fuera solo porque no se sabe nada de: ${filter}.`,
  includeUnknown: 'Mostrarlos también',
  dropFilter: (filter, count) => `Quitar «${filter}» (${count})`,
  lookWider: (distance, count) => `Buscar hasta ${distance} (${count})`,
  lookEverywhere: (count) => `Buscar en todas partes (${count})`,
  lookBeyond: (count) => `Buscar al otro lado de la frontera (${count})`,
  nobodyText:
    'Eso no significa que nadie lo haga: nadie nos lo ha dicho. Puede preguntar con menos condiciones:',
  nobodyPlain:
    'Eso no significa que nadie lo haga: nadie nos lo ha dicho. Pruebe con otras palabras o con otro lugar.',
  nearest: (name, clinic, distance) => `Lo más cercano es ${name}, ${clinic}, a ${distance}.`,
  notUnderstood: (words) => `No sabemos qué significa «${words}»`,
  notUnderstoodText:
    'Revise cómo se escribe o dígalo de otra manera. Valen las palabras de cada día.',
  byName: 'Por el nombre encontramos',
  more: 'Mostrar más',
  moreShown: (count) => `Se muestran ${count} médicos`,
  ofAll: (shown, count) => `${shown} de ${count}`,

  order: 'Orden',
  sorts: {
    BEST: 'Lo más adecuado',
    DISTANCE: 'Lo más cercano primero',
    EXPERIENCE: 'Más experiencia primero',
    RATING: 'Mejor valorados primero',
    NAME: 'Por nombre',
    LAST_VERIFIED: 'Comprobado hace menos',
  },
  radius: 'Hasta dónde',

  filters: 'Filtros',
  filtersSet: (count) => (count === 0 ? 'Filtros' : `Filtros (${count})`),
  filtersSetLabel: 'Filtros puestos',
  remove: (filter) => `Quitar ${filter}`,
  removeAll: 'Quitar todos',
  filterName: {
    new: 'Pacientes nuevos',
    language: 'Idioma',
    gender: 'Género',
    telehealth: 'Por vídeo o teléfono',
    evidence: 'Cómo se sabe',
    often: 'Cuántas veces, como mínimo',
    specialty: 'Especialidad',
    plan: 'Seguro',
    kind: 'Tipo de centro',
    clinic: 'Centro',
    access: 'Acceso',
    open: 'Abierto ahora',
    weekend: 'Abierto el fin de semana',
  },
  moreFilters: 'Más filtros',
  hours: 'Horario',
  showFound: (count) => (count === 1 ? 'Ver el médico' : `Ver ${count} médicos`),
  nobodySays: 'Nadie lo dice',
  anyOften: 'Cualquiera',
  byVideo: 'Atiende por vídeo o teléfono',
  notByVideo: 'No por vídeo ni teléfono',
  notKnownOf: (count) => `No se sabe de ${plural(count, 'médico', 'médicos')}`,
  showAll: (count) => `Mostrar los ${count}`,

  distance: (distance) => `a ${distance}`,
  aboutDistance: (distance) => `a unos ${distance}`,
  townOnly: 'Solo se conoce la localidad',
  noClinic: 'No se conoce ningún centro',
  newPatients: {
    ACCEPTING: 'Acepta pacientes nuevos',
    WAITING_LIST: 'Lista de espera para pacientes nuevos',
    EXISTING_ONLY: 'Solo quienes ya son pacientes',
    NOT_ACCEPTING: 'No acepta pacientes nuevos',
  },
  newPatientsUnknown: 'Pacientes nuevos: desconocido',
  evidence: {
    DECLARED: 'Lo dice el médico',
    CLAIMS: 'Consta en las facturas',
    FACILITY: 'Se hace en el centro; no es seguro quién',
    INFERRED: 'Se supone por la especialidad; nadie lo ha dicho',
  },
  evidenceUnknown: 'Si este médico lo hace: desconocido',
  volume: {
    FROM_11_TO_50: 'de 11 a 50 veces',
    FROM_51_TO_200: 'de 51 a 200 veces',
    OVER_200: 'más de 200 veces',
    SUPPRESSED_OR_UNKNOWN: 'cuántas veces: desconocido',
  },
  saidOn: (date) => `dato del ${date}`,
  speaks: 'Habla',
  languagesUnknown: 'Idiomas: desconocido',
  phone: 'Teléfono',
  openNow: 'Abierto ahora',
  clinicKind: {
    HOSPITAL: 'Hospital',
    CLINIC: 'Clínica',
    HEALTH_CENTRE: 'Centro de salud',
    PRACTICE: 'Consulta',
  },

  why: 'Por qué este orden',
  whyOf: (name) => `Por qué ${name} está aquí`,
  whyIntro: (score, most) =>
    `${score} de ${most} puntos. Dice cuánto se ajusta un médico a su pregunta, no si es buen médico.`,
  whySorted: 'Eligió otro orden; estos son los puntos de «Lo más adecuado».',
  whyFactor: 'Razón',
  whyValue: 'Valor',
  whyWeight: 'Peso',
  whyPoints: 'Puntos',
  whySource: 'Quién lo dice',
  whySum: 'Suma',
  whyUnknown: 'desconocido: cuenta como término medio',
  whyUnknowns: (names) => `No se sabe nada de: ${names}. Eso no cuenta ni a favor ni en contra.`,
  whyPolicy: (version, date) => `Reglas del orden: versión ${version}, calculado para el ${date}.`,
  whyPaid: 'Nadie puede pagar por un puesto.',
  factor: {
    CONCEPT_MATCH: 'Hace lo que necesita',
    EVIDENCE: 'Cómo se sabe',
    EXPERIENCE: 'Cuántas veces',
    DISTANCE: 'Distancia',
    CONFIDENCE: 'Seguridad del centro',
    NEW_PATIENTS: 'Pacientes nuevos',
    RATING: 'Opinión de pacientes',
    LANGUAGE: 'Idioma',
  },
  reckoned: 'Calculado',

  sketch: 'Dónde están',
  sketchCaption: 'Un esquema, no un mapa: distancias en línea recta desde el centro.',
  sketchMark: (numbers, clinic, distance) => `${numbers}: ${clinic}, ${distance}`,
  north: 'N',
  mapCaption: (host) =>
    `Las distancias son en línea recta. Las imágenes del mapa vienen de ${host}.`,
  zoomIn: 'Acercar',
  zoomOut: 'Alejar',

  article: 'Sobre esto',
  readArticle: 'Leer el artículo entero',
  printArticle: 'Imprimir',
  redFlags: 'Cuándo pedir ayuda',
  toRedFlags: 'Señales de alarma',
  urgency: {
    EMERGENCY: 'Pida ayuda ahora mismo',
    URGENT: 'Pida ayuda hoy',
    ROUTINE: 'Dígalo en la próxima visita',
  },
  review: {
    CURRENT: (date) => `Revisado por un profesional sanitario${date && ` el ${date}`}.`,
    DUE_SOON: (date) =>
      `Revisado por un profesional sanitario${date && ` el ${date}`}. Pronto toca la próxima revisión.`,
    OVERDUE: (date) =>
      `La última revisión${date && `, del ${date},`} ha caducado: puede no estar al día.`,
    NOT_MEDICALLY_REVIEWED: () => 'Ningún profesional sanitario ha revisado este texto.',
  },
  checklist: 'Para su visita',
  checklistOf: {
    bring: 'Lleve',
    stop: 'Pregunte antes de dejar un medicamento',
    ask: 'Pregunte',
    arrange: 'Prepare',
  },
  moreToRead: 'Para leer más',
  otherLanguageText: (language) => `Este texto solo está en ${language}.`,

  choosePlace: (name) => `¿Qué ${name}?`,
  choosePlaceText: 'Varios lugares se llaman así.',
  noPlace: (name) => `No conocemos ningún lugar llamado «${name}»`,
  noPlaceText: 'Revise cómo se escribe o pruebe con una localidad más grande.',
  similarPlaces: 'Quizá quiso decir:',
  noPostalCode: (code) => `No conocemos el código postal «${code}»`,
  noPostalCodeText:
    'Escriba el país después de una coma, como 06105, US, o pruebe con el nombre de la localidad.',
  failed: 'Esto no funcionó',
  failedText: 'La culpa es nuestra. Inténtelo de nuevo en un momento.',
  unreachable: 'No se puede llegar al servidor',
  unreachableText: 'Revise su conexión e inténtelo de nuevo.',
  limited: 'Demasiadas preguntas a la vez',
  limitedText: (seconds) =>
    seconds
      ? `Inténtelo de nuevo en ${plural(seconds, 'segundo', 'segundos')}.`
      : 'Inténtelo de nuevo en un minuto.',
  refused: 'Esta pregunta no se puede responder',
  requestId: (id) => `Si nos lo cuenta, diga este número: ${id}`,
  again: 'Intentar de nuevo',
  startOver: 'Empezar de nuevo',

  sources: 'De dónde es esto',
  notAdvice: 'Esto no es consejo médico. Pregunte a un médico por su caso.',
};
