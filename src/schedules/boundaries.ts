import { z } from 'zod';
import { type Length, length, updatesIn } from '../base/units.js';
import type { Horizon } from './schedule.js';

const ascending = (lengths: readonly Length[]) =>
  lengths.every((later, i) => {
    const earlier = lengths[i - 1];
    return typeof earlier !== 'number' || typeof later !== 'number' || earlier <= later;
  });

/** Places in a run, in ascending order. */
export const boundaries = z.array(length).max(1000).refine(ascending, { error: 'must be in ascending order' });

/** Tools whose updates at a boundary differ from ours, and by how many updates they are late. */
const delays = { none: 0, keras: 1, timm: -1 } as const;

export const boundaryCompat = z
  .enum(Object.keys(delays) as [Compat, ...Compat[]])
  .default('none')
  .describe(
    'none: the update of that number is the first of the new rate; keras: the last of the old; timm: one earlier',
  );
type Compat = keyof typeof delays;

/** How many of the places lie behind a step: t >= place, unless another tool's counting is asked for. */
export function passed(places: readonly Length[], horizon: Horizon, compat: Compat = 'none'): (step: number) => number {
  const at = places.map((place) => updatesIn(place, horizon) + delays[compat]);
  return (step) => at.filter((place) => step >= place).length;
}
