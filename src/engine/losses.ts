import { type LossConfig, type LossName, lossSpec } from '../models/losses.js';

/** Outputs of a model and what they should be, row after row. */
export interface Predictions {
  readonly outputs: Float32Array;
  /** One label per row where the loss takes labels (`takesLabels`), else `width` numbers per row. */
  readonly targets: ArrayLike<number>;
  readonly rows: number;
  readonly width: number;
}

/** The targets of this loss are class numbers, one per row whatever the width of the outputs. */
export const takesLabels = ({ name }: LossConfig): boolean =>
  lossSpec(name).link === 'softmax' && lossSpec(name).targets.includes('classes');

/** The loss of one row; its derivative by each output of the row is written to `gradient` at the row's place. */
type RowLoss = (row: number, p: Predictions, gradient: Float64Array, config: LossConfig) => number;

/** Probabilities are kept this far from 0 before their logarithm is taken, as in Keras. */
const smallest = 1e-7;

/** log(sum(exp(z))) of one row, without overflow. */
function logSumExp({ outputs, width }: Predictions, start: number): number {
  let largest = -Infinity;
  for (let j = start; j < start + width; j++) if (!(outputs[j]! <= largest)) largest = outputs[j]!;
  let sum = 0;
  for (let j = start; j < start + width; j++) sum += Math.exp(outputs[j]! - largest);
  return largest + Math.log(sum);
}

const sparseSoftmaxCrossEntropy: RowLoss = (row, p, gradient, { fromLogits }) => {
  const start = row * p.width;
  const right = start + p.targets[row]!;
  if (!fromLogits) return negativeLog(p.outputs[right]!, 1, right, gradient);
  const total = logSumExp(p, start);
  for (let j = start; j < start + p.width; j++) gradient[j] = Math.exp(p.outputs[j]! - total);
  gradient[right]! -= 1;
  return total - p.outputs[right]!;
};

const softmaxCrossEntropy: RowLoss = (row, p, gradient, { fromLogits }) => {
  const start = row * p.width;
  const total = fromLogits ? logSumExp(p, start) : 0;
  let loss = 0;
  let weight = 0;
  for (let j = start; j < start + p.width; j++) {
    const target = p.targets[j]!;
    weight += target;
    if (!fromLogits) loss += negativeLog(p.outputs[j]!, target, j, gradient);
    else if (target !== 0) loss += target * (total - p.outputs[j]!); // 0 log 0 is 0
  }
  if (!fromLogits) return loss;
  for (let j = start; j < start + p.width; j++) {
    gradient[j] = weight * Math.exp(p.outputs[j]! - total) - p.targets[j]!;
  }
  return loss;
};

/** -target log(probability) and its derivative. */
function negativeLog(probability: number, target: number, at: number, gradient: Float64Array): number {
  const flat = probability < smallest;
  gradient[at] = flat ? 0 : -target / probability;
  return target === 0 ? 0 : -target * Math.log(flat ? smallest : probability);
}

/** What one output contributes: written to one object over and over, as batches have thousands of outputs. */
interface Term {
  value: number;
  slope: number;
}

/** Mean over the outputs of a row of `loss(output, target)`, which writes the value and the derivative. */
function elementwise(loss: (output: number, target: number, term: Term, config: LossConfig) => void): RowLoss {
  const term: Term = { value: 0, slope: 0 };
  return (row, { outputs, targets, width }, gradient, config) => {
    let sum = 0;
    for (let j = row * width; j < (row + 1) * width; j++) {
      loss(outputs[j]!, targets[j]!, term, config);
      sum += term.value;
      gradient[j] = term.slope / width;
    }
    return sum / width;
  };
}

const binaryCrossEntropy = elementwise((z, y, term, { fromLogits }) => {
  if (fromLogits) {
    const tail = Math.exp(-Math.abs(z));
    term.value = Math.max(z, 0) - z * y + Math.log1p(tail);
    term.slope = (z < 0 ? tail : 1) / (1 + tail) - y;
    return;
  }
  const p = Math.min(Math.max(z, smallest), 1 - smallest);
  term.value = -y * Math.log(p) - (1 - y) * Math.log1p(-p);
  term.slope = p === z ? (p - y) / (p * (1 - p)) : 0;
});

const mse = elementwise((output, target, term) => {
  term.value = (output - target) ** 2;
  term.slope = 2 * (output - target);
});

const mae = elementwise((output, target, term) => {
  term.value = Math.abs(output - target);
  term.slope = Math.sign(output - target);
});

const huber = elementwise((output, target, term, { delta }) => {
  const error = output - target;
  const far = Math.abs(error) > delta;
  term.value = far ? delta * (Math.abs(error) - delta / 2) : error ** 2 / 2;
  term.slope = far ? delta * Math.sign(error) : error;
});

const rowLosses: Readonly<Record<LossName, RowLoss>> = {
  'sparse-softmax-cross-entropy': sparseSoftmaxCrossEntropy,
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  mse,
  mae,
  huber,
};

/**
 * The mean loss over the rows, and its derivative by every output. In double precision on plain arrays: outputs are
 * few, and a dozen calls of tensor operations would take longer than the sums themselves. Not finite where an output
 * is not finite.
 */
export function meanLoss(
  config: LossConfig,
  p: Predictions,
): { readonly loss: number; readonly gradient: Float32Array } {
  const rowLoss = rowLosses[config.name];
  const gradient = new Float64Array(p.rows * p.width);
  let sum = 0;
  for (let row = 0; row < p.rows; row++) sum += rowLoss(row, p, gradient, config);
  const rounded = new Float32Array(gradient.length);
  for (let i = 0; i < gradient.length; i++) rounded[i] = gradient[i]! / p.rows;
  return { loss: sum / p.rows, gradient: rounded };
}
