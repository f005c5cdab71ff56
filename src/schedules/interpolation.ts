import { cosineBetween, linearBetween } from '../base/numbers.js';

/** A value at an update, which need not be a whole number. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

const ways = {
  linear: linearBetween,
  cosine: cosineBetween,
  hold: (from) => from,
} as const satisfies Record<string, (from: number, to: number, part: number) => number>;

export type Interpolation = keyof typeof ways;
export const interpolations = Object.keys(ways) as [Interpolation, ...Interpolation[]];

/** The line through points in ascending order of step; flat before the first and after the last. */
export function through(points: readonly Point[], way: Interpolation): (step: number) => number {
  return (step) => {
    const next = firstAfter(points, step);
    if (next === 0) return points[0]!.value;
    const from = points[next - 1]!;
    const to = points[next];
    if (to === undefined) return from.value;
    return ways[way](from.value, to.value, (step - from.step) / (to.step - from.step));
  };
}

/** Number of the first point after a step, found by halves: tables may have a row for every update. */
function firstAfter(points: readonly Point[], step: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}
