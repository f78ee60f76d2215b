// Why a doctor stands where they do, opened in place.

import { useEffect, useState } from 'preact/hooks';
import { PolicyDocument, type HitFragment, type PolicyQuery } from '../generated/graphql';
import { ask, AskFailed } from './client';
import { useHere } from './context';

export function Why({ hit, number }: { hit: HitFragment; number: number }) {
  const { voice } = useHere();
  const { say } = voice;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-describedby={`doctor-${number}-why`}>
        {say.why}
        <span id={`doctor-${number}-why`} class="visually-hidden">
          {hit.node.name.display}
        </span>
      </summary>
      {isOpen && <Reasons hit={hit} />}
    </details>
  );
}

function Reasons({ hit }: { hit: HitFragment }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const { ranking } = hit;
  const [policy, setPolicy] = useState<PolicyQuery['rankingPolicy']>();

  useEffect(() => {
    ask(PolicyDocument, {}).then(
      ({ rankingPolicy }) => setPolicy(rankingPolicy),
      (problem: unknown) => {
        // The reasons stand without the rules.
        if (!(problem instanceof AskFailed)) throw problem;
      },
    );
  }, []);

  return (
    <div class="reasons">
      <p>
        {say.whyIntro(voice.number(ranking.score), voice.number(policy?.mostScore ?? 1_000_000))}
      </p>
      {question.sort !== 'BEST' && <p>{say.whySorted}</p>}
      <ul class="factors plain-list">
        {ranking.factors.map((factor) => (
          <li key={factor.name}>
            <span class="factor-name">{say.factor[factor.name]}</span>
            <span class="factor-points">{voice.number(factor.contribution)}</span>
            <span class={factor.unknown ? 'bar bar-unknown' : 'bar'} aria-hidden="true">
              <span style={{ width: `${factor.value / 10}%` }} />
            </span>
            <span class="factor-source muted">
              {factor.unknown
                ? say.whyUnknown
                : [
                    factor.source?.name ?? say.reckoned,
                    factor.asOf && say.saidOn(voice.day(factor.asOf)),
                  ]
                    .filter(Boolean)
                    .join(', ')}
              {` · ${voice.number(factor.value)} × ${voice.number(factor.weight)}`}
            </span>
          </li>
        ))}
        <li class="factor-sum">
          <span class="factor-name">{say.whySum}</span>
          <span class="factor-points">{voice.number(ranking.score)}</span>
        </li>
      </ul>
      {ranking.unknowns.length > 0 && (
        <p>{say.whyUnknowns(ranking.unknowns.map((name) => say.factor[name]).join(', '))}</p>
      )}
      <p class="muted">
        {say.whyPolicy(ranking.version, voice.day(ranking.asOf))}{' '}
        {policy?.paidPlacement === 'NEVER' && say.whyPaid}
      </p>
    </div>
  );
}
