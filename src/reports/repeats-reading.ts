import { type Recommendation, recommend } from '../analysis/bounds/recommend.js';
import { answersIn, type Profile } from '../analysis/profiles.js';
import { type Band, bandOf, bandShares } from '../analysis/repeats/band.js';
import { type Repeats, repeatOf } from '../analysis/repeats/pooled.js';
import { type RepeatsOptions, recommendRepeats } from '../analysis/repeats/recommend.js';
import { type Smoother, smoothWith } from '../analysis/smooth.js';
import { suggestAll } from '../analysis/suggest/all.js';
import type { SweepAnswer } from '../analysis/warnings.js';
import { orNull } from './curve-reading.js';
import type { FindReport, RepeatReport } from './find.js';

/** A sweep of a report, as what it was made with. */
export interface SweepOrigin {
  readonly seed: number | null;
  /** Of a curve recorded elsewhere. */
  readonly name?: string;
  /** Empty where none was measured. */
  readonly valLoss?: readonly (number | null)[];
  readonly stop: FindReport['stop'];
}

export interface RepeatsReadingOptions extends RepeatsOptions {
  readonly steps: number;
  /** A new average for each sweep, for the band; null where the losses are smoothed already. */
  readonly smoother: (() => Smoother) | null;
  /** Whose rules alone are asked; all by default. */
  readonly profile?: Profile;
}

/** What all sweeps of a report say together. */
export interface RepeatsReading {
  /** The parts of the report. */
  readonly together: Pick<FindReport, 'repeats' | 'band' | 'bootstrap'> & { readonly recommendation: Recommendation };
  /** What each supports alone, for warnings; none of a single sweep. */
  readonly sweeps: readonly SweepAnswer[];
}

/**
 * The parts of a find report that follow from all its sweeps: every rule on every repeat, the band, and the
 * recommendation by all of them together. Of a single sweep that is the recommendation alone.
 */
export function repeatsReading(
  repeats: Repeats,
  origins: readonly SweepOrigin[],
  options: RepeatsReadingOptions,
): RepeatsReading {
  const { smoother, steps, smoothed = false, profile } = options;
  const { recommendation, bootstrap } = recommendRepeats(repeats, options);
  if (origins.length === 1) return { together: { repeats: [], recommendation }, sweeps: [] };
  const alone = origins.map(({ seed, name, valLoss = [], stop }, k): RepeatReport => {
    const curve = repeatOf(repeats, k);
    const answer = recommend(curve, options);
    return {
      seed,
      ...(name !== undefined && { name }),
      loss: curve.loss.map(orNull),
      ...(curve.fixedLoss && { fixedLoss: curve.fixedLoss.map(orNull) }),
      ...(valLoss.length > 0 && { valLoss: valLoss.map((loss) => orNull(loss ?? Number.NaN)) }),
      stop,
      suggestions: answersIn(profile, suggestAll(curve, { steps, smoothed })),
      lr: answer.ok ? answer.lr : null,
    };
  });
  const losses = smoother === null ? repeats.losses : repeats.losses.map((loss) => smoothWith(smoother(), loss));
  return {
    together: {
      repeats: alone.slice(1),
      band: bandReport(repeats.lr, bandOf({ lr: repeats.lr, losses })),
      ...(bootstrap !== null && { bootstrap }),
      recommendation,
    },
    sweeps: alone.map(({ seed, name, lr = null }) => ({ name: name ?? `seed ${seed}`, lr })),
  };
}

const bandReport = (lr: readonly number[], { low, median, high }: Band): NonNullable<FindReport['band']> => ({
  shares: [...bandShares],
  lr: [...lr],
  low: low.map(orNull),
  median: median.map(orNull),
  high: high.map(orNull),
});

/** The sweeps in a report; a single one where it has no repeats. */
export function repeatsIn({ curve, repeats, band }: Pick<FindReport, 'curve' | 'repeats' | 'band'>): Repeats {
  const lr = band?.lr ?? curve.lr;
  const numbers = (column: readonly (number | null)[]) =>
    column.slice(0, lr.length).map((value) => value ?? Number.NaN);
  const all = [curve, ...repeats];
  const fixedLosses = all.flatMap(({ fixedLoss }) => (fixedLoss === undefined ? [] : [numbers(fixedLoss)]));
  return {
    lr,
    losses: all.map(({ loss }) => numbers(loss)),
    ...(fixedLosses.length === all.length && { fixedLosses }),
  };
}

/** Whence the sweeps of a report are, in the same order. */
export const originsIn = ({ seed, stop, curve, repeats }: FindReport): SweepOrigin[] => [
  { seed, stop, valLoss: curve.valLoss ?? [] },
  ...repeats.map(({ seed: other, name, valLoss = [], stop: ended = 'completed' }) => ({
    seed: other,
    ...(name !== undefined && { name }),
    valLoss,
    stop: ended,
  })),
];
