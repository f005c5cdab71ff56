// Labels by a random network of one hidden layer, a tenth of them wrong. To tell which of four outputs was highest.
import { randomStream } from '../../../build/base/random.js';

const [features, hidden, classes] = [16, 8, 4];

export default function teacher({ seed, options: { rows = 3000, wrong = 0.1 } }) {
  const random = randomStream(seed, 'bench: teacher');
  const weights = (from, to) => Array.from({ length: to }, () => Array.from({ length: from }, () => random.normal()));
  const [first, second] = [weights(features, hidden), weights(hidden, classes)];
  const dot = (row, x) => row.reduce((sum, weight, i) => sum + weight * x[i], 0);
  const inputs = new Float32Array(rows * features);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: features }, () => random.normal());
    inputs.set(x, row * features);
    const inner = first.map((weightsOfUnit) => Math.max(dot(weightsOfUnit, x), 0));
    const scores = second.map((weightsOfClass) => dot(weightsOfClass, inner));
    labels[row] = random.uniform() < wrong ? random.below(classes) : scores.indexOf(Math.max(...scores));
  }
  return { inputs, shape: [features], labels };
}
