// Where marks stand in the sketch and on the map: one for each clinic, at its place and moved aside
// as far as needed so that none covers another.

import type { HitFragment } from '../generated/graphql';
import type { At } from './question';

export interface Mark {
  clinicId: string;
  clinic: string;
  /** The numbers in the list of the doctors who are there. */
  numbers: number[];
  text: string;
  distance: number | null | undefined;
  point: At;
  /** Where the clinic is, and where its number stands. */
  atX: number;
  atY: number;
  x: number;
  y: number;
  half: number;
}

const kmPerDegree = 111.2;
const edge = 26;
const nice = [1, 2, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

/** The clinics of a list, with the numbers of the doctors who are there; none has a place yet. */
export function marksOf(hits: HitFragment[]): Mark[] {
  const byClinic = new Map<string, Mark>();
  hits.forEach((hit, index) => {
    const clinic = hit.role?.clinic;
    if (!clinic?.point) return;
    const known = byClinic.get(clinic.id);
    if (known) {
      known.numbers.push(index + 1);
      return;
    }
    byClinic.set(clinic.id, {
      clinicId: clinic.id,
      clinic: clinic.name,
      numbers: [index + 1],
      text: '',
      distance: hit.distance,
      point: clinic.point,
      atX: 0,
      atY: 0,
      x: 0,
      y: 0,
      half: 15,
    });
  });
  const marks = [...byClinic.values()];
  for (const mark of marks) {
    mark.text = numbersText(mark.numbers);
    mark.half = Math.max(15, mark.text.length * 5 + 9);
  }
  return marks;
}

/** The marks of the sketch, and its circles with where their distances stand. */
export function layout(hits: HitFragment[], centre: At, width: number) {
  const marks = marksOf(hits);
  const away = marks.map(({ point }) => ({
    east:
      (point.longitude - centre.longitude) *
      kmPerDegree *
      Math.cos((centre.latitude * Math.PI) / 180),
    north: (point.latitude - centre.latitude) * kmPerDegree,
  }));
  const farthest = Math.max(1, ...away.map(({ east, north }) => Math.hypot(east, north)));
  const scale = (width / 2 - edge) / farthest;
  marks.forEach((mark, index) => {
    const { east, north } = away[index]!;
    place(mark, width / 2 + east * scale, width / 2 - north * scale);
  });
  spread(marks, (mark) => {
    const moved = awayFromName(mark, width);
    mark.x = Math.min(width - mark.half - 2, Math.max(mark.half + 2, mark.x));
    mark.y = Math.min(width - 18, Math.max(18, mark.y));
    return moved;
  });
  const circles = circlesOf(farthest, scale).map((km) => circleAt(km, km * scale, marks, width));
  return { marks, circles };
}

/** Puts a mark and its number at a spot. */
export function place(mark: Mark, x: number, y: number): void {
  mark.atX = x;
  mark.atY = y;
  mark.x = x;
  mark.y = y;
}

/** Circles at round distances, at most three. */
function circlesOf(farthest: number, scale: number): number[] {
  const circles = nice.filter((km) => km <= farthest * 1.02 && km * scale > 34);
  // A circle whose number would stand on the next one's is left out.
  const clear = circles.filter((km, index) => {
    const next = circles[index + 1];
    return next === undefined || (next - km) * scale > 30;
  });
  return clear.slice(-3);
}

/** The circle, and the side of it on which no mark covers its distance: above where it can be. */
function circleAt(km: number, radius: number, marks: Mark[], width: number) {
  const middle = width / 2;
  const sides: [number, number][] = [
    [0, -1],
    [0, 1],
    [-0.71, -0.71],
    [0.71, -0.71],
    [-0.71, 0.71],
    [0.71, 0.71],
  ];
  const spots = sides.map(([east, south]) => ({
    x: middle + east * radius,
    y: middle + south * (radius + 11),
  }));
  const isClear = ({ x, y }: { x: number; y: number }) =>
    y > 14 &&
    y < width - 14 &&
    Math.abs(x - middle) < middle - 32 &&
    marks.every((mark) => Math.abs(mark.x - x) > mark.half + 32 || Math.abs(mark.y - y) > 27);
  const text = spots.find(isClear) ?? spots[0]!;
  return { km, radius, text };
}

/**
 * Pushes marks apart, in an order that depends on nothing but their places. `settle` is asked of
 * each mark after each round and says whether it has moved it.
 */
export function spread(marks: Mark[], settle: (mark: Mark) => boolean): void {
  for (let round = 0; round < 80; round += 1) {
    let moved = false;
    for (let i = 0; i < marks.length; i += 1) {
      for (let j = i + 1; j < marks.length; j += 1) {
        const a = marks[i]!;
        const b = marks[j]!;
        const overlapX = a.half + b.half + 4 - Math.abs(a.x - b.x);
        const overlapY = 34 - Math.abs(a.y - b.y);
        if (overlapX <= 0 || overlapY <= 0) continue;
        moved = true;
        if (overlapX < overlapY) {
          const step = (overlapX / 2) * (a.x < b.x || (a.x === b.x && i < j) ? 1 : -1);
          a.x -= step;
          b.x += step;
        } else {
          const step = (overlapY / 2) * (a.y < b.y || (a.y === b.y && i < j) ? 1 : -1);
          a.y -= step;
          b.y += step;
        }
      }
    }
    for (const mark of marks) moved = settle(mark) || moved;
    if (!moved) return;
  }
}

/** The cross of the middle and the name below it stay readable. */
function awayFromName(mark: Mark, width: number): boolean {
  const middle = width / 2;
  const east = Math.abs(mark.x - middle);
  const isOnCross = east < 10 + mark.half && Math.abs(mark.y - middle) < 25;
  const isOnName = east < 46 + mark.half && mark.y > middle - 3 && mark.y < middle + 54;
  if (!isOnCross && !isOnName) return false;
  mark.y = mark.atY <= middle + 8 ? middle - 26 : middle + 55;
  return true;
}

/** `3`, `1, 2`, or `1 +3` where there are many. */
function numbersText(numbers: number[]): string {
  if (numbers.length <= 2) return numbers.join(', ');
  return `${numbers[0]} +${numbers.length - 1}`;
}
