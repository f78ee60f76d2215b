// Places and distances drawn to scale, without a map: it needs nothing from any other host.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { HitFragment } from '../generated/graphql';
import { useHere } from './context';
import { nameOfPlace } from './names';
import type { Found } from './search';
import { layout, type Mark } from './sketchLayout';
import { labelOfMark, toDoctor } from './mark';

const least = 240;

export function Sketch({ found, hits }: { found: Found; hits: HitFragment[] }) {
  const { voice, question } = useHere();
  const { say } = voice;
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  const centre = found.searchArea?.centre;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(least, Math.round(entry.contentRect.width)));
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [centre === undefined]);

  if (!centre) return null;
  const { marks, circles } = layout(hits, centre, width);
  if (marks.length === 0) return null;
  const height = width;
  const middle = width / 2;
  const where = nameOfPlace(found, question, voice);

  return (
    <figure class="sketch">
      <figcaption>
        <h2>{say.sketch}</h2>
        <p class="muted">{say.sketchCaption}</p>
      </figcaption>
      <div ref={box} class="sketch-box">
        <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={say.sketch}>
          {circles.map(({ km, radius, text }) => (
            <g key={km} class="ring" aria-hidden="true">
              <circle cx={middle} cy={middle} r={radius} />
              <text x={text.x} y={text.y + 5.5}>
                {voice.distance(km)}
              </text>
            </g>
          ))}
          <g class="north" aria-hidden="true">
            <path d={`M${width - 18} 12 l6 14 l-6 -4 l-6 4 z`} />
            <text x={width - 18} y={44}>
              {say.north}
            </text>
          </g>
          {marks.map((mark) => (
            <MarkOf key={mark.clinicId} mark={mark} />
          ))}
          <g class="middle" aria-hidden="true">
            <path d={`M${middle - 8} ${middle} h16 M${middle} ${middle - 8} v16`} />
            <text x={middle} y={middle + 28}>
              {where}
            </text>
          </g>
        </svg>
      </div>
    </figure>
  );
}

function MarkOf({ mark }: { mark: Mark }) {
  const { voice } = useHere();
  const { numbers, x, y, atX, atY, half } = mark;
  const label = labelOfMark(mark, voice);
  return (
    <a
      class="mark"
      href={`#doctor-${numbers[0] ?? 1}`}
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        toDoctor(mark);
      }}
    >
      <title>{label}</title>
      <line x1={atX} y1={atY} x2={x} y2={y} />
      <circle class="spot" cx={atX} cy={atY} r={4} />
      <rect class="pin-shape" x={x - half} y={y - 15} width={half * 2} height={30} rx={15} />
      <text x={x} y={y + 5.5}>
        {mark.text}
      </text>
    </a>
  );
}
