// Leaflet's part: tiles, the circle that was looked in, and a numbered mark for each clinic.

import {
  circle,
  circleMarker,
  control,
  divIcon,
  latLngBounds,
  map as mapIn,
  marker,
  point,
  polyline,
  tileLayer,
  type LatLngTuple,
  type Marker,
} from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { HitFragment } from '../../generated/graphql';
import type { Voice } from '../../texts';
import { labelOfMark, toDoctor } from '../mark';
import type { Tiles } from '../Places';
import type { At } from '../question';
import type { Found } from '../search';
import { marksOf, place, spread, type Mark } from '../sketchLayout';

interface Drawn {
  area: NonNullable<Found['searchArea']>;
  hits: HitFragment[];
  tiles: Tiles;
  voice: Voice;
  where: string;
}

const at = ({ latitude, longitude }: At): LatLngTuple => [latitude, longitude];

/** Draws into an element that has its size; gives what takes it away again. */
export function draw(element: HTMLElement, { area, hits, tiles, voice, where }: Drawn) {
  const { say } = voice;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = mapIn(element, {
    // Whose map it is stands below, where it can be read.
    attributionControl: false,
    zoomControl: false,
    // The page scrolls on where the wheel or a finger meets the map.
    scrollWheelZoom: false,
    dragging: matchMedia('(pointer: fine)').matches,
    fadeAnimation: !isCalm,
    zoomAnimation: !isCalm,
    markerZoomAnimation: !isCalm,
  });
  control.zoom({ zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
  // Who serves tiles may want to know for which site, and nobody needs to know more.
  tileLayer(tiles.address, { maxZoom: 19, referrerPolicy: 'strict-origin' }).addTo(map);

  const middle = at(area.centre);
  const marks = marksOf(hits);
  map.fitBounds(latLngBounds([middle, ...marks.map((mark) => at(mark.point))]), {
    paddingTopLeft: [34, 34],
    // The name of the middle stands below it.
    paddingBottomRight: [34, 50],
    maxZoom: 15,
    animate: false,
  });
  if (!area.widened || area.widened.step === 'RADIUS') {
    const reach = { radius: area.withinKm * 1000, interactive: false, className: 'map-reach' };
    circle(middle, reach).addTo(map);
  }
  const dot = { radius: 6, interactive: false, className: 'map-middle' };
  const name = { permanent: true, direction: 'bottom', offset: point(0, 6) } as const;
  const named = document.createElement('span');
  named.textContent = where;
  circleMarker(middle, dot).addTo(map).bindTooltip(named, name);

  const legs = marks.map((mark) =>
    polyline([at(mark.point)], { interactive: false, className: 'map-leg' }).addTo(map),
  );
  const pins = marks.map((mark) => pinOf(mark, voice).addTo(map));
  pins.forEach((pin, index) => listen(pin, marks[index]!, voice));
  // Numbers that would cover each other stand apart, at every zoom anew.
  const arrange = () => {
    const zoom = map.getZoom();
    for (const mark of marks) {
      const { x, y } = map.project(at(mark.point), zoom);
      place(mark, x, y);
    }
    spread(marks, () => false);
    marks.forEach((mark, index) => {
      const tip = map.unproject(point(mark.x, mark.y), zoom);
      pins[index]!.setLatLng(tip);
      legs[index]!.setLatLngs([at(mark.point), tip]);
    });
  };
  arrange();
  map.on('zoomend', arrange);
  return () => {
    map.remove();
  };
}

function pinOf(mark: Mark, voice: Voice) {
  const icon = divIcon({
    className: 'map-pin',
    html: mark.text,
    iconSize: [mark.half * 2, 30],
  });
  return marker(at(mark.point), { icon, title: labelOfMark(mark, voice), riseOnHover: true });
}

/** Its number alone does not say where it leads, and a keyboard presses it too. */
function listen(pin: Marker, mark: Mark, voice: Voice) {
  const element = pin.getElement();
  element?.setAttribute('role', 'link');
  element?.setAttribute('aria-label', labelOfMark(mark, voice));
  pin.on('click', () => toDoctor(mark));
  element?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    toDoctor(mark);
  });
}
