// In which order, and how far.

import { useId } from 'preact/hooks';
import { useHere } from './context';
import { isAround, sorts } from './question';
import type { Found } from './search';

const circles = [5, 10, 25, 50, 100, 200];

export function OrderAndRadius({ found }: { found: Found }) {
  const { voice, question, go } = useHere();
  const { say } = voice;
  const id = useId();
  const around = isAround(question);
  const offered = circles.includes(question.km)
    ? circles
    : [...circles, question.km].sort((a, b) => a - b);
  return (
    <div class="order">
      <div class="field">
        <label for={`${id}-sort`}>{say.order}</label>
        <select
          id={`${id}-sort`}
          value={around || question.sort !== 'DISTANCE' ? question.sort : 'BEST'}
          onChange={(event) => {
            const sort = sorts.find((one) => one === event.currentTarget.value);
            if (sort) go({ ...question, sort });
          }}
        >
          {sorts
            .filter((sort) => around || sort !== 'DISTANCE')
            .map((sort) => (
              <option key={sort} value={sort}>
                {say.sorts[sort]}
              </option>
            ))}
        </select>
      </div>
      {around && (
        <div class="field">
          <label for={`${id}-km`}>{say.radius}</label>
          <select
            id={`${id}-km`}
            value={String(question.km)}
            onChange={(event) => go({ ...question, km: Number(event.currentTarget.value) })}
          >
            {offered.map((km) => (
              <option key={km} value={String(km)}>
                {km >= 20000 ? say.lookEverywhere(found.totalCount) : voice.distance(km)}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
