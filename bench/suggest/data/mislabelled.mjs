// Four classes by which of four sums of the twenty inputs is largest; three labels in ten are drawn by lot.
import { randomStream } from '../../../build/base/random.js';

const [features, classes] = [20, 4];

export default function mislabelled({ seed, options: { rows = 4000, wrong = 0.3 } }) {
  const random = randomStream(seed, 'bench: mislabelled');
  const weights = Array.from({ length: classes * features }, () => random.normal());
  const inputs = new Float32Array(rows * features);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: features }, () => random.normal());
    inputs.set(x, row * features);
    const sums = Array.from({ length: classes }, (_, k) =>
      x.reduce((sum, value, j) => sum + value * weights[k * features + j], 0),
    );
    labels[row] = random.uniform() < wrong ? random.below(classes) : sums.indexOf(Math.max(...sums));
  }
  return { inputs, shape: [features], labels };
}
