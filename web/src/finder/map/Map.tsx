// The doctors' clinics on a map of tiles, with the numbers of the list.

import { useEffect, useRef } from 'preact/hooks';
import type { HitFragment } from '../../generated/graphql';
import { useHere } from '../context';
import { nameOfPlace } from '../names';
import type { Tiles } from '../Places';
import type { Found } from '../search';
import { draw } from './draw';
import './map.css';

interface Props {
  found: Found;
  hits: HitFragment[];
  tiles: Tiles;
}

export function Map({ found, hits, tiles }: Props) {
  const { voice, question } = useHere();
  const { say } = voice;
  const box = useRef<HTMLDivElement>(null);
  const area = found.searchArea;
  const where = nameOfPlace(found, question, voice);
  const isShown = area != null && hits.some(({ role }) => role?.clinic?.point);

  useEffect(() => {
    const element = box.current;
    if (!element || !area) return;
    return draw(element, { area, hits, tiles, voice, where });
  }, [found, hits, tiles, voice, where]);

  if (!isShown) return null;
  return (
    <figure class="sketch">
      <figcaption>
        <h2>{say.sketch}</h2>
        <p class="muted">{say.mapCaption(new URL(tiles.address).host)}</p>
      </figcaption>
      <div ref={box} class="sketch-box map" role="group" aria-label={say.sketch} />
      <p class="map-attribution muted">{linked(tiles.attribution)}</p>
    </figure>
  );
}

/** The text with its web addresses as links. */
function linked(text: string) {
  return text.split(/(https?:\/\/[^\s,;]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={part} href={part}>
        {part.replace(/^https?:\/\//, '')}
      </a>
    ) : (
      part
    ),
  );
}
