import { type LossConfig, lossSpec } from '../models/losses.js';
import type { MetricName } from '../models/metrics.js';
import { type Predictions, takesLabels } from './losses.js';

/** The contribution of one row; a metric is the mean over the rows. */
type RowMetric = (row: number, p: Predictions, config: LossConfig) => number;

/** The class that a row's target names: a label, or the place of the largest of its numbers. */
function rightClass(row: number, { targets, width }: Predictions, config: LossConfig): number {
  if (takesLabels(config)) return targets[row]!;
  let best = 0;
  for (let j = 1; j < width; j++) if (targets[row * width + j]! > targets[row * width + best]!) best = j;
  return best;
}

/** 1 if the right class is among the k most probable. Of equal outputs the first counts as larger; NaN is never right. */
const topK =
  (k: number): RowMetric =>
  (row, p, config) => {
    const start = row * p.width;
    const right = rightClass(row, p, config);
    const output = p.outputs[start + right]!;
    let larger = Number.isNaN(output) ? k : 0;
    for (let j = 0; j < p.width; j++) {
      const other = p.outputs[start + j]!;
      if (other > output || (other === output && j < right)) larger++;
    }
    return larger < k ? 1 : 0;
  };

const mostProbable = topK(1);

/** Share of the row's yes-no outputs that fall on the right side. */
function rightSide(row: number, { outputs, targets, width }: Predictions, { fromLogits }: LossConfig): number {
  const middle = fromLogits ? 0 : 0.5;
  let right = 0;
  for (let j = row * width; j < (row + 1) * width; j++) {
    if (!Number.isNaN(outputs[j]!) && outputs[j]! > middle === targets[j]! > 0.5) right++;
  }
  return right / width;
}

const meanOver =
  (of: (error: number) => number): RowMetric =>
  (row, { outputs, targets, width }) => {
    let sum = 0;
    for (let j = row * width; j < (row + 1) * width; j++) sum += of(outputs[j]! - targets[j]!);
    return sum / width;
  };

const rowMetrics: Readonly<Record<MetricName, RowMetric>> = {
  accuracy: (row, p, config) =>
    lossSpec(config.name).link === 'sigmoid' ? rightSide(row, p, config) : mostProbable(row, p, config),
  'top-3-accuracy': topK(3),
  'top-5-accuracy': topK(5),
  mae: meanOver(Math.abs),
  mse: meanOver((error) => error ** 2),
};

/** The sum over the rows; divided by their number, it is the metric. */
export function metricSum(name: MetricName, p: Predictions, config: LossConfig): number {
  let sum = 0;
  for (let row = 0; row < p.rows; row++) sum += rowMetrics[name](row, p, config);
  return sum;
}
