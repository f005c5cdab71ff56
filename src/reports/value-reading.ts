import { startShare } from '../analysis/curve.js';
import { debiasedEma, smoothWith } from '../analysis/smooth.js';
import { noiseOf } from '../analysis/statistics.js';
import type { FindReport } from './find.js';
import { originsIn, repeatsIn } from './repeats-reading.js';
import type { ValueSweepReport, ValueTest } from './value-sweep.js';

export type ValueJudge = ValueSweepReport['judge'];

/** How low a range test comes. */
export interface LowestReading {
  /** Smoothed losses, mean over the sweeps, as far as all of them go. */
  readonly judged: readonly number[];
  readonly lowest: NonNullable<ValueTest['lowest']>;
  /** From the smoothed loss a tenth of the sweep after its start to the lowest one, mean over the sweeps. */
  readonly fall: number;
}

/**
 * The lowest smoothed loss of a range test, of training batches or of the validation rows, by a debiased moving average; and
 * its noise: that of single losses as the average leaves it,
 *
 *   noise = sigma sqrt((1 - beta) / (1 + beta))
 *
 * Null where a sweep has no finite loss.
 *
 * @param beta of the average
 */
export function lowestReading(report: FindReport, judge: ValueJudge, beta: number): LowestReading | null {
  const { lr } = repeatsIn(report);
  const early = Math.ceil(startShare * report.sweep.steps) - 1;
  const sweeps = lossesOf(report, judge).map((raw) => {
    const smoothed = smoothWith(debiasedEma(beta), raw);
    const finite = smoothed.filter(Number.isFinite);
    const lowest = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const start = [smoothed[early], finite[0]].find(Number.isFinite) ?? lowest;
    return { smoothed, lowest, start, sigma: noiseOf(raw.filter(Number.isFinite)) };
  });
  if (sweeps.some(({ lowest }) => lowest === Number.POSITIVE_INFINITY)) return null;
  const each = sweeps.map(({ lowest }) => lowest);
  const sigma = mean(sweeps.map((sweep) => sweep.sigma));
  const judged = meanCurve(sweeps.map(({ smoothed }) => smoothed));
  return {
    judged,
    lowest: {
      loss: mean(each),
      lr: lr[lowestPlace(judged)]!,
      each,
      noise: sigma * Math.sqrt((1 - beta) / (1 + beta)),
    },
    fall: mean(sweeps.map(({ start, lowest }) => start - lowest)),
  };
}

/** The sweeps of a report, raw. */
function lossesOf(report: FindReport, judge: ValueJudge): readonly (readonly number[])[] {
  if (judge === 'loss') return repeatsIn(report).losses;
  return originsIn(report).map(({ valLoss = [] }) => valLoss.map((loss) => loss ?? Number.NaN));
}

function meanCurve(curves: readonly (readonly number[])[]): number[] {
  const length = curves.reduce((least, curve) => Math.min(least, curve.length), Number.POSITIVE_INFINITY);
  return Array.from({ length }, (_, i) => mean(curves.map((curve) => curve[i]!)));
}

const lowestPlace = (curve: readonly number[]) =>
  curve.reduce((at, value, i) => (value < curve[at]! || Number.isNaN(curve[at]) ? i : at), 0);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
