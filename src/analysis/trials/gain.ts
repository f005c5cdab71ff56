import type { RateTrial } from './trial-test.js';

/** How much lower the losses of a trial end than those of the same batches by the initial weights. */
export interface Gain {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
}

/** Standard errors that tell a fall from noise. */
const clearErrors = 3;
/** The last part of a trial, and the fewest of its batches. */
const lastShare = 0.5;
const fewest = 3;

/**
 * Mean of (loss by the initial weights - loss) over the last half of the batches: the same batches, so that what makes one
 * harder than another cancels. Null where the trial did not come to its end.
 */
export function gainOf({ loss, stop }: RateTrial, untrained: RateTrial): Gain | null {
  if (stop !== 'completed') return null;
  const from = Math.min(Math.floor(loss.length * (1 - lastShare)), loss.length - fewest);
  const gains = loss.slice(from).map((value, i) => untrained.loss[from + i]! - value);
  const mean = gains.reduce((sum, gain) => sum + gain / gains.length, 0);
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  return { mean, error: Math.sqrt(variance / gains.length) };
}

export const isClear = (gain: Gain | null): gain is Gain => gain !== null && gain.mean > clearErrors * gain.error;
