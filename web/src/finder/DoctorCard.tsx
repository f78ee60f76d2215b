// One doctor of the list, with the clinic at which they fit the question.

import type { HitFragment } from '../generated/graphql';
import { useHere } from './context';
import { capital, languageName } from './names';
import type { Found } from './search';
import { Why } from './Why';

interface Props {
  hit: HitFragment;
  number: number;
  found: Found;
}

export function DoctorCard({ hit, number, found }: Props) {
  const { voice, link } = useHere();
  const { say } = voice;
  const { node: doctor, role } = hit;
  const clinic = role?.clinic;
  const around = found.searchArea?.place?.id;

  return (
    <li id={`doctor-${number}`} class="card doctor">
      <span class="pin" aria-hidden="true">
        {number}
      </span>
      <div class="doctor-name">
        <h3>
          <a href={link(`/doctor/${doctor.slug}`, around ? { near: around } : {})}>
            {doctor.name.display}
          </a>
          {doctor.name.credentials && <span class="credentials">, {doctor.name.credentials}</span>}
        </h3>
        <p class="muted">
          {doctor.specialties.nodes.map(({ name }) => capital(name, voice)).join(' · ')}
        </p>
      </div>
      <p class="doctor-clinic">
        {clinic ? (
          <>
            <a href={link(`/clinic/${clinic.slug}`)}>{clinic.name}</a>
            {clinic.address.city && <>, {clinic.address.city}</>}
            <Distance hit={hit} />
          </>
        ) : (
          <span class="unknown">{say.noClinic}</span>
        )}
      </p>
      <ul class="chips">
        <Evidence hit={hit} found={found} />
        <NewPatients hit={hit} />
        {doctor.telehealth && (
          <li>
            <span class="chip">{say.byVideo}</span>
          </li>
        )}
        {role?.openNow && (
          <li>
            <span class="chip good">{say.openNow}</span>
          </li>
        )}
      </ul>
      <p class="doctor-more">
        {doctor.languages.length > 0 ? (
          <>
            <span class="muted">{say.speaks}</span>{' '}
            {doctor.languages
              .map(({ language }) => languageName(language, found, voice))
              .join(', ')}
          </>
        ) : (
          <span class="unknown">{say.languagesUnknown}</span>
        )}
        {role?.phone && (
          <>
            {' · '}
            <span class="muted">{say.phone}</span>{' '}
            {/* An invented number must not be called by a slip of the finger. */}
            {doctor.demonstration ? (
              <span class="phone">{role.phone}</span>
            ) : (
              <a class="phone" href={`tel:${role.phone.replace(/[^\d+]/g, '')}`}>
                {role.phone}
              </a>
            )}
          </>
        )}
      </p>
      <Why hit={hit} number={number} />
    </li>
  );
}

function Distance({ hit }: { hit: HitFragment }) {
  const { voice } = useHere();
  const { say } = voice;
  if (typeof hit.distance !== 'number') return null;
  const far = voice.distance(hit.distance);
  const isRough = hit.role?.clinic?.positionAccuracy === 'TOWN';
  return (
    <>
      {' · '}
      <span class="far" title={isRough ? say.townOnly : undefined}>
        {isRough ? say.aboutDistance(far) : say.distance(far)}
      </span>
    </>
  );
}

const strongestFirst = ['DECLARED', 'CLAIMS', 'FACILITY', 'INFERRED'] as const;

/** What speaks for it that the doctor does what was asked for. */
function Evidence({ hit, found }: { hit: HitFragment; found: Found }) {
  const { voice } = useHere();
  const { say } = voice;
  const offering = offeringOf(hit, found);
  const concept = found.understood?.concept;
  if (!concept || concept.__typename === 'Specialty') return null;
  if (!offering) {
    return (
      <li>
        <span class="chip unknown">
          {found.understood?.inferred ? say.evidence.INFERRED : say.evidenceUnknown}
        </span>
      </li>
    );
  }
  const isFirm = offering.evidence === 'DECLARED' || offering.evidence === 'CLAIMS';
  return (
    <>
      <li>
        <span class={`chip ${isFirm ? 'strong' : 'note'}`}>
          {concept.__typename === 'Condition' &&
            offering.procedure &&
            `${capital(offering.procedure.name, voice)}: `}
          {say.evidence[offering.evidence]}
        </span>
      </li>
      <li>
        <span class={offering.volumeBand === 'SUPPRESSED_OR_UNKNOWN' ? 'chip unknown' : 'chip'}>
          {capital(say.volume[offering.volumeBand], voice)}
        </span>
      </li>
    </>
  );
}

export function offeringOf(hit: HitFragment, found: Found) {
  const concept = found.understood?.concept;
  if (!concept) return undefined;
  const wanted =
    concept.__typename === 'Procedure'
      ? [concept.slug]
      : concept.__typename === 'Condition'
        ? concept.procedures.nodes.map(({ slug }) => slug)
        : [];
  return hit.node.offerings.nodes
    .filter(({ procedure }) => procedure && wanted.includes(procedure.slug))
    .sort((a, b) => strongestFirst.indexOf(a.evidence) - strongestFirst.indexOf(b.evidence))[0];
}

function NewPatients({ hit }: { hit: HitFragment }) {
  const { voice } = useHere();
  const { say } = voice;
  const said = hit.role?.newPatients;
  if (!said?.status) {
    return (
      <li>
        <span class="chip unknown">{say.newPatientsUnknown}</span>
      </li>
    );
  }
  const style = { ACCEPTING: 'good', WAITING_LIST: 'note', EXISTING_ONLY: '', NOT_ACCEPTING: '' }[
    said.status
  ];
  return (
    <li>
      <span class={`chip ${style}`}>
        {say.newPatients[said.status]}
        {said.asOf && <span class="as-of"> ({say.saidOn(voice.day(said.asOf))})</span>}
      </span>
    </li>
  );
}
