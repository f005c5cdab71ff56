import type { FinitePart } from '../curve.js';
import { median, robustDeviation, runningMedian } from '../statistics.js';
import type { Trend } from './trend.js';

/** How sure it is that the loss falls at all: beyond its noise anywhere, or just before the loss explodes. */
export type Evidence = 'clear' | 'weak' | 'none';

/**
 * A fall must exceed this many standard errors of a difference between two levels. The lowest of many levels is taken,
 * so pure noise reaches 4: of 400 series each of 10, 20, 40, 100 and 300 points, 0.5 % at most get past 5 with normal
 * noise and 1.5 % with heavy tails (t, 3 degrees of freedom). Neighbours that correlate by 0.5 look like a fall in 6 to
 * 16 % of the series; shuffled batches do not correlate.
 */
export const clearFall = 5;

/** Points at the start that tell a rise from noise. */
export const edgePoints = 5;

/**
 * A fall must be there in the decade before the loss explodes, if anywhere: there it is looked for with a single
 * comparison, of which noise alone exceeds 2 standard errors once in 44 times. What lies two decades before the explosion
 * counts as the start.
 */
const weakFall = 2;
const decade = Math.LN10;
const fewest = 5;
/** Losses count up to so many deviations above the start, as the first ones of the explosion would outweigh all others. */
const spikes = 3;

/** How sure a fall of the losses of batches is. */
export function evidenceOf(part: FinitePart, trend: Trend): Evidence {
  if (trend.drop > clearFall * trend.error && trend.lowest >= edgePoints) return 'clear';
  return fallBeforeExplosion(part, trend) > weakFall ? 'weak' : 'none';
}

/**
 * The loss of fixed rows has no noise of batches, but it wobbles as each update follows another batch. Of 264 range tests of
 * models that were trained already it falls by less than half a standard deviation of the loss of a batch in 221.
 */
const exactFall = 0.5;
/** Below so many of them the rates cost three times as much, on the tuning workloads, as above. */
const exactClearFall = 2;

/**
 * How sure a fall of the losses of fixed rows is; at most weak where those of the batches show none at all. Losses that
 * jump from update to update are not those of fixed rows, and must fall by as much as those of batches.
 *
 * @param wobble standard deviation of the losses of the fixed rows about a smooth curve
 */
export function exactEvidence({ drop, noise, lowest }: Trend, wobble: number, ofBatches: Evidence): Evidence {
  if (!(drop > Math.max(exactFall * noise, clearFall * wobble) && lowest >= edgePoints)) return 'none';
  return drop >= exactClearFall * noise && ofBatches !== 'none' ? 'clear' : 'weak';
}

/** A fall of so many standard errors, or of so many deviations of a batch on fixed rows, leaves no doubt. */
const plainFall = { smoothed: 2 * clearFall, exact: 5 };

export const isPlain = ({ exact, drop, error, noise }: Trend): boolean =>
  exact ? drop >= plainFall.exact * noise : drop >= plainFall.smoothed * error;

/** In standard errors; 0 where the loss does not explode (a rise beyond all noise), or too few points tell. */
function fallBeforeExplosion({ lnLr, loss }: FinitePart, { start, drop, noise }: Trend): number {
  const above = loss.map((value) => value - start);
  const calm = runningMedian(above, 1);
  if (!(Math.max(...calm.slice(-fewest)) > clearFall * noise)) return 0;
  const explosion = lnLr[calm.findLastIndex((value) => value <= spikes * noise)]!;
  const capped = above.map((value) => Math.min(value, Math.max(drop, spikes * noise)));
  const early = capped.filter((_, i) => lnLr[i]! < explosion - 2 * decade);
  const late = capped.filter((_, i) => lnLr[i]! >= explosion - decade && lnLr[i]! <= explosion);
  if (Math.min(early.length, late.length) < fewest) return 0;
  const centre = median(early);
  const spread = robustDeviation(early.map((value) => value - centre));
  const fall = meanOf(early) - meanOf(late);
  return fall <= 0 ? 0 : fall / (spread * Math.sqrt(1 / early.length + 1 / late.length));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
