// Friedman 1991, Multivariate Adaptive Regression Splines, problem 1: a smooth function of 5 of 10 uniform inputs.
import { randomStream } from '../../../build/base/random.js';

const features = 10;

export default function friedman({ seed, options: { rows = 2000, noise = 1 } }) {
  const random = randomStream(seed, 'bench: friedman');
  const inputs = new Float32Array(rows * features);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: features }, () => random.uniform());
    inputs.set(x, row * features);
    const y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4];
    targets[row] = (y + noise * random.normal() - 14.4) / 4.9; // mean 0, deviation 1
  }
  return { inputs, shape: [features], targets };
}
