import type { Landmarks } from './landmarks.js';

/** One way to place a constant learning rate by the landmarks of a sweep. */
interface Estimate {
  readonly name: string;
  readonly summary: string;
  /** ln(lr). */
  readonly lnLr: (landmarks: Landmarks) => number;
}

/** Lowest point of the loss, or the edge where that comes first. */
const bottom = (landmarks: Landmarks) => Math.min(landmarks.lowest, edgeOf(landmarks));

/**
 * ln(lr) where a sweep turns bad: the loss rises again, or is unstable by its growth, whichever comes first; the lowest
 * loss where it does neither.
 */
export const edgeOf = ({ rise, limit, lowest }: Landmarks): number => {
  const edge = Math.min(rise ?? Infinity, limit ?? Infinity);
  return edge === Infinity ? lowest : edge;
};

/**
 * The three estimates whose geometric mean is recommended: each leans on another landmark, so that no single misplaced
 * one decides. Divisors: where a sweep is fast (100 updates over 8 decades), the loss is lowest at a rate too high to
 * stay at. Chosen by regret - the loss after 4 epochs (150 updates or more) above that of the best constant rate, as a
 * share of what can be learnt - on 144 sweeps of small networks: SGD, momentum and Adam, classes and regression,
 * batches of 32 and 64, 100 and 300 updates, 2 seeds. Median .009, 90 % below .067; on 144 sweeps with batches of 16 and
 * 200, which had no part in the choice, .012 and .065. fastai's rules on all 288: minimum .013 and .103, valley .037 and
 * .290.
 */
export const estimates: readonly Estimate[] = [
  {
    name: 'middle of the fall',
    summary: 'half-way, in ln(lr), from where half of the fall is done to the lowest loss',
    lnLr: (landmarks) => (landmarks.half + bottom(landmarks)) / 2,
  },
  {
    name: 'lowest / 4',
    summary: 'a quarter of the rate with the lowest loss',
    lnLr: (landmarks) => bottom(landmarks) - Math.log(4),
  },
  {
    name: 'edge / 8',
    summary: 'an eighth of the rate where the loss rises again or becomes unstable',
    lnLr: (landmarks) => edgeOf(landmarks) - Math.log(8),
  },
];
