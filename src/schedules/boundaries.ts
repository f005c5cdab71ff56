import { z } from 'zod';
import { userError } from '../base/errors.js';
import { type Length, length, updatesIn } from '../base/units.js';
import type { Horizon } from './schedule.js';

/** Whether no place lies before the one above it, as far as that can be told without the run: where their units agree. */
const ascending = (lengths: readonly Length[]) =>
  lengths.every((later, i) => {
    const earlier = lengths[i - 1];
    return earlier === undefined || unitOf(earlier) !== unitOf(later) || amountOf(earlier) <= amountOf(later);
  });
const unitOf = (length: Length) => String(length).replace(/[\d. ]/g, '');
const amountOf = (length: Length) => Number.parseFloat(String(length));

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

/**
 * The places in updates.
 *
 * Error: SCHEDULE where units that differ put them out of order.
 */
export function placesIn(places: readonly Length[], horizon: Horizon): number[] {
  const updates = places.map((place) => updatesIn(place, horizon));
  const late = updates.findIndex((place, i) => i > 0 && place < updates[i - 1]!);
  if (late < 0) return updates;
  const [before, after] = [late - 1, late].map((i) => `${places[i]} (update ${updates[i]})`);
  throw userError('SCHEDULE', `places must be in ascending order, and ${after} comes after ${before} in the list`, {
    hint: 'sort them, or give all in one unit',
  });
}

/** How many of the places lie behind a step: t >= place, unless another tool's counting is asked for. */
export function passed(places: readonly Length[], horizon: Horizon, compat: Compat = 'none'): (step: number) => number {
  const at = placesIn(places, horizon).map((place) => place + delays[compat]);
  return (step) => at.filter((place) => step >= place).length;
}
