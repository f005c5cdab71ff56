import type { Evidence } from './evidence.js';
import type { Landmarks } from './landmarks.js';
import type { OptimizerTraits } from './memory.js';

/** A constant rate, as ln(lr). */
interface Placed {
  readonly lnLr: number;
  /** From the lowest of what speaks for a rate to the highest. */
  readonly range: readonly [number, number];
  readonly edgeSeen: boolean;
}

/**
 * A training stays at its rate, a sweep is at each for one update: so a sweep survives rates that a training does not.
 * Chosen by regret on the tuning workloads of `npm run bench:suggest` (docs/suggestion.md): 5 to 8 are as good.
 */
const edgeDivisor = 6;
/** By exact landmarks; of Adam and its kind the edge lies further out. 4 to 5 and 6 to 10 are as good. */
const exactEdgeDivisor = { gradient: 4, scaled: 8, sign: 8 };
/**
 * Where lr is about how far each weight moves, good rates depend on the size of the weights, not on the loss, and lie
 * close together: the middle of those of the tuning workloads with such optimizers. It has a third of the say.
 */
const usualScaled = { lr: 5e-3, weight: 1 / 3 };
/** Lion takes rates 3 to 10 times smaller than Adam (Chen et al. 2023, arXiv:2302.06675, section 5). */
const signDivisor = 5;
/** Half of the stability limit is 1 / curvature: beyond it the steepest direction learns slower, not faster. */
const limitDivisor = 2;
/** A rate that a weak fall speaks for is known within this factor. */
const doubt = 3;

/** The say of the edge where the landmarks are exact; the fall has the rest. Tuning workloads: 0.6 to 0.8 are as good. */
const edgeWeight = 2 / 3;

/**
 * The constant rate, by two estimates: a part of the rate at which the fall is lost again, and the rate that has done
 * most of the fall.
 *
 * By exact landmarks, those of fixed rows: the geometric mean of both, in which the first counts twice.
 *
 * By the losses of batches the first decides, as a problem that is learnt early forgives a rate near the edge and one that
 * is only half learnt in the sweep wants it; where the second is higher, the geometric mean of both; where the edge was not
 * seen, the second alone; where the fall is weak, the first.
 *
 * For Adam and its kind a third of the way to their usual rate. At most half of the stability limit.
 *
 * @param exact the landmarks are those of fixed rows; the last rate of the sweep counts as an edge that was not seen
 */
export function placed(
  landmarks: Landmarks,
  evidence: Evidence,
  { step = 'gradient' }: OptimizerTraits,
  exact = false,
): Placed {
  const { most, collapse, limit, last } = landmarks;
  const shift = step === 'sign' ? Math.log(signDivisor) : 0;
  const byFall = most - shift;
  const edge = collapse ?? (exact ? last : null);
  const byEdge = edge === null ? byFall : edge - Math.log(exact ? exactEdgeDivisor[step] : edgeDivisor) - shift;
  const ofBatches = evidence === 'weak' ? byEdge : Math.max(byEdge, (byFall + byEdge) / 2);
  const seen = exact ? edgeWeight * byEdge + (1 - edgeWeight) * byFall : ofBatches;
  const usual = Math.log(usualScaled.lr) - shift;
  const wanted = step === 'gradient' ? seen : seen + usualScaled.weight * (usual - seen);
  const lnLr = Math.min(wanted, (limit ?? Infinity) - Math.log(limitDivisor));
  return {
    lnLr,
    range:
      evidence === 'weak'
        ? [lnLr - Math.log(doubt), lnLr + Math.log(doubt)]
        : [Math.min(byFall, byEdge, lnLr), Math.max(byFall, byEdge, lnLr)],
    edgeSeen: collapse !== null || limit !== null,
  };
}

/**
 * ln(lr) where a sweep turns bad for a training: the fall is lost, or the rate is unstable by the growth of the loss,
 * whichever comes first; the lowest loss where it does neither.
 */
export const edgeOf = ({ collapse, limit, lowest }: Landmarks): number => {
  const edge = Math.min(collapse ?? Infinity, limit ?? Infinity);
  return edge === Infinity ? lowest : edge;
};
