import { quantile } from '../statistics.js';
import { lossesAt, type Repeats } from './pooled.js';

/** The shares of the sweeps between which a band lies: eight tenths of them, without the lowest and the highest tenth. */
export const bandShares: readonly [number, number] = [0.1, 0.9];

/** Where most sweeps lie, at every rate. Infinite where so many have ended that the quantile is among these. */
export interface Band {
  readonly low: number[];
  readonly median: number[];
  readonly high: number[];
}

/** The median over the sweeps and the quantiles of `bandShares`, at every rate; of few sweeps these are interpolated. */
export function bandOf({ lr, losses }: Repeats): Band {
  const at = (share: number) => lr.map((_, i) => quantile(lossesAt(losses, i), share));
  return { low: at(bandShares[0]), median: at(0.5), high: at(bandShares[1]) };
}
