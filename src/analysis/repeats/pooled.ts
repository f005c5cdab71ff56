import type { Curve } from '../curve.js';
import { median } from '../statistics.js';

/** Sweeps over the same rates, of which some end earlier than others. */
export interface Repeats {
  /** Rates of the longest sweep. */
  readonly lr: readonly number[];
  /** A list of losses per sweep; losses[k][i] belongs to lr[i]. */
  readonly losses: readonly (readonly number[])[];
}

/** One of the sweeps. */
export const repeatOf = ({ lr, losses }: Repeats, k: number): Curve => ({
  lr: lr.slice(0, losses[k]!.length),
  loss: losses[k]!,
});

/**
 * What is seen at rate number i: the loss of every sweep. A sweep that has ended, because it diverged, is worse than any
 * other; so is a loss that is not finite.
 */
export const lossesAt = (losses: Repeats['losses'], i: number): number[] =>
  losses.map((loss) => (Number.isFinite(loss[i]) ? loss[i]! : Infinity));

/**
 * The median of the raw losses at every rate, up to where half of the sweeps have ended: its noise is smaller than that
 * of a single sweep, and a sweep that goes astray does not move it. A single sweep is given back as it is.
 */
export function pooledCurve({ lr, losses }: Repeats): Curve {
  if (losses.length === 1) return { lr, loss: losses[0]! };
  const loss = lr.map((_, i) => median(lossesAt(losses, i)));
  const length = loss.findLastIndex(Number.isFinite) + 1;
  return { lr: lr.slice(0, length), loss: loss.slice(0, length) };
}
