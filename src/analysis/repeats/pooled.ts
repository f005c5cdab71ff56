import { type Curve, startShare } from '../curve.js';
import { median } from '../statistics.js';

/** Sweeps over the same rates, of which some end earlier than others. */
export interface Repeats {
  /** Rates of the longest sweep. */
  readonly lr: readonly number[];
  /** A list of losses per sweep; losses[k][i] belongs to lr[i]. */
  readonly losses: readonly (readonly number[])[];
  /** The losses of the fixed rows of every sweep, in the same way; left out where there are none. */
  readonly fixedLosses?: readonly (readonly number[])[];
}

/** One of the sweeps. */
export const repeatOf = ({ lr, losses, fixedLosses }: Repeats, k: number): Curve => ({
  lr: lr.slice(0, losses[k]!.length),
  loss: losses[k]!,
  ...(fixedLosses && { fixedLoss: fixedLosses[k]! }),
});

/** The sweeps of those numbers; one of them may be there several times. */
export const sweepsOf = ({ lr, losses, fixedLosses }: Repeats, numbers: readonly number[]): Repeats => ({
  lr,
  losses: numbers.map((k) => losses[k]!),
  ...(fixedLosses && { fixedLosses: numbers.map((k) => fixedLosses[k]!) }),
});

/**
 * What is seen at rate number i: the loss of every sweep. A sweep that has ended, because it diverged, is worse than any
 * other; so is a loss that is not finite.
 */
export const lossesAt = (losses: Repeats['losses'], i: number): number[] =>
  losses.map((loss) => (Number.isFinite(loss[i]) ? loss[i]! : Infinity));

/**
 * Several sweeps as one: at every rate the mean of their raw losses, whose noise is the smallest; but the median where
 * one of them goes astray, that is lies higher above the start than the median ever falls below it, or has ended. It ends
 * where half of the sweeps have ended. A single sweep is given back as it is.
 *
 * Replacing every loss by c loss + d (c > 0) does the same to the result. The losses of fixed rows are taken together in the
 * same way.
 */
export function pooledCurve({ lr, losses, fixedLosses }: Repeats): Curve {
  const loss = pooledLosses(losses, lr.length);
  const fixed = fixedLosses && pooledLosses(fixedLosses, lr.length);
  const length = Math.min(loss.length, fixed?.length ?? loss.length);
  return {
    lr: lr.slice(0, length),
    loss: loss.slice(0, length),
    ...(fixed && { fixedLoss: fixed.slice(0, length) }),
  };
}

function pooledLosses(losses: Repeats['losses'], rates: number): readonly number[] {
  if (losses.length === 1) return losses[0]!;
  const seen = Array.from({ length: rates }, (_, i) => lossesAt(losses, i));
  const medians = seen.map(median);
  const length = medians.findLastIndex(Number.isFinite) + 1;
  const start = median(medians.slice(0, Math.ceil(startShare * rates)));
  const ceiling = start + (start - medians.reduce((a, b) => Math.min(a, b), start));
  return seen.slice(0, length).map((values, i) => {
    const astray = values.some((value) => !(value <= ceiling));
    return astray ? medians[i]! : values.reduce((sum, value) => sum + value / values.length, 0);
  });
}
