// A regression on four inputs that a straight line explains only in part: ripples in two of them, a product of the others.
import { randomStream } from '../../../build/base/random.js';

const features = 4;

export default function ripples({ seed, options: { rows = 3000, noise = 0.2 } }) {
  const random = randomStream(seed, 'bench: ripples');
  const inputs = new Float32Array(rows * features);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: features }, () => 2 * random.uniform() - 1);
    inputs.set(x, row * features);
    const y = x[0] + Math.sin(4 * x[0]) * Math.cos(3 * x[1]) + 1.5 * x[2] * x[3];
    targets[row] = y + noise * random.normal();
  }
  return { inputs, shape: [features], targets };
}
