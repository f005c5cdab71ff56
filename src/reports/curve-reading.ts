import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { Curve } from '../analysis/curve.js';
import { answersIn, type Profile } from '../analysis/profiles.js';
import { type Smoother, smoothWith } from '../analysis/smooth.js';
import { suggestAll } from '../analysis/suggest/all.js';
import { curveWarnings, type SweepAnswer } from '../analysis/warnings.js';
import type { FindReport } from './find.js';

export interface ReadingOptions {
  /** Updates the sweep was planned for. */
  readonly steps: number;
  readonly stop: FindReport['stop'];
  /** The average that is shown; null where the losses are smoothed already, and no rule smooths them again. */
  readonly smoother: Smoother | null;
  /** Whose rules alone are asked; all by default. */
  readonly profile?: Profile;
  readonly recommendation: Recommendation;
  /** Updates until every example has been used once; left out where it is not known. */
  readonly updatesPerEpoch?: number;
  /** Rows over which batch normalisation takes its means; left out where there is none. */
  readonly normalisedRows?: number;
  /** What each of several sweeps supports alone; none by default. */
  readonly sweeps?: readonly SweepAnswer[];
}

/** The parts of a find report that follow from its curve, whoever recorded it. */
export function curveReading(
  curve: Curve,
  { steps, stop, smoother, recommendation, updatesPerEpoch, normalisedRows, sweeps = [], profile }: ReadingOptions,
): Pick<FindReport, 'curve' | 'repeats' | 'stop' | 'suggestions' | 'recommendation' | 'warnings'> {
  const suggestions = answersIn(profile, suggestAll(curve, { steps, smoothed: smoother === null }));
  const smoothed = smoother === null ? curve.loss : smoothWith(smoother, curve.loss);
  return {
    curve: {
      step: [...curve.lr.keys()],
      lr: [...curve.lr],
      loss: curve.loss.map(orNull),
      smoothed: smoothed.map(orNull),
      ...(curve.fixedLoss && { fixedLoss: curve.fixedLoss.map(orNull) }),
    },
    repeats: [],
    stop,
    suggestions,
    recommendation,
    warnings: curveWarnings(curve, {
      stop,
      steps,
      suggestions,
      sweeps,
      ...(recommendation.ok && { rate: recommendation.lr }),
      ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
      ...(normalisedRows !== undefined && { normalisedRows }),
    }),
  };
}

/** A loss as reports hold it. */
export const orNull = (loss: number): number | null => (Number.isFinite(loss) ? loss : null);
