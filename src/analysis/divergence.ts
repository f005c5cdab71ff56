import { davidtvsEma, debiasedEma, fastaiEma, lightningEma, type Smoother } from './smooth.js';

/** Sees the losses of a sweep one after another; says why it should end, or null. Use one per sweep. */
export type Watch = (loss: number) => 'diverged' | 'non-finite' | null;

export interface DivergenceOptions {
  /** Diverged when the smoothed loss exceeds this many times the best one; above 1. fastai's value. */
  readonly factor?: number;
  /** beta of the debiased average, in [0, 1); 0 judges every single loss. fastai's value. */
  readonly smoothing?: number;
}

/**
 * Share of the fall so far below which a loss counts as 0, because "so many times the best" means nothing there: a
 * loss that has fallen from 1 to 1e-6 and wobbles at 1e-5 has not diverged. A choice of ours: with 0.1 the rule is the
 * plain one for every loss that keeps a tenth of its fall.
 */
const negligibleShare = 0.1;

/**
 * Ends a sweep at the first loss that is not finite, or when S, the debiased average, has risen too far above the best:
 *
 *   S > best + (factor - 1) scale,     scale = max(|best|, 0.1 (first - best))
 *
 * For best > 0, as with cross-entropy, that is S > factor x best until the loss is below a tenth of its fall. The form
 * holds for losses that reach 0 or go below (log densities, losses with a constant added), where factor x best would
 * end the sweep at once or never.
 */
export function divergence({ factor = 4, smoothing = 0.98 }: DivergenceOptions = {}): Watch {
  const smoother = debiasedEma(smoothing);
  let first: number | null = null;
  let best = Infinity;
  return (loss) => {
    if (!Number.isFinite(loss)) return 'non-finite';
    const smoothed = smoother(loss);
    first ??= smoothed;
    best = Math.min(best, smoothed);
    const scale = Math.max(Math.abs(best), negligibleShare * (first - best));
    return smoothed > best + (factor - 1) * scale ? 'diverged' : null;
  };
}

/** fastai: its average exceeds 4 times the best one, this loss included; NaN never ends the sweep. */
export const fastaiStop = (factor = 4): Watch => overBest(fastaiEma(), factor, Math.min);

/** davidtvs and ignite: their average exceeds 5 times the best one, this loss included; NaN never ends the sweep. */
export const davidtvsStop = (factor = 5): Watch => overBest(davidtvsEma(), factor, Math.min);

/** Lightning: its average exceeds 4 times the best one before this loss, so the first loss never ends the sweep. */
export const lightningStop = (factor = 4): Watch => overBest(lightningEma(), factor, (before) => before);

/** smoothed > factor x reference(best before, smoothed). */
function overBest(smoother: Smoother, factor: number, reference: (best: number, smoothed: number) => number): Watch {
  let best = Infinity;
  return (loss) => {
    const smoothed = smoother(loss);
    const limit = factor * reference(best, smoothed);
    if (smoothed < best) best = smoothed;
    return smoothed > limit ? 'diverged' : null;
  };
}
