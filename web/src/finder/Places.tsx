// Where the doctors are: on a map where the server names tiles for one, else as a sketch.

import { useEffect, useState } from 'preact/hooks';
import type { HitFragment } from '../generated/graphql';
import type { Map as MapView } from './map/Map';
import type { Found } from './search';
import { Sketch } from './Sketch';

export interface Tiles {
  /** With `{z}`, `{x}` and `{y}`. */
  address: string;
  attribution: string;
}

const said = (name: string) =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

/** What the server says of a map, in the head of the page. */
const tiles: Tiles | undefined = said('map-tiles')
  ? { address: said('map-tiles'), attribution: said('map-attribution') }
  : undefined;

export function Places(props: { found: Found; hits: HitFragment[] }) {
  const [View, setView] = useState<typeof MapView>();

  // The map is large, so that only readers who see one load it.
  useEffect(() => {
    if (!tiles) return;
    import('./map/Map').then(
      (loaded) => setView(() => loaded.Map),
      // The sketch stays.
      () => undefined,
    );
  }, []);

  return tiles && View ? <View {...props} tiles={tiles} /> : <Sketch {...props} />;
}
