// A linear regression whose inputs are correlated and of very different sizes: curvatures over three decades.
import { randomStream } from '../../../build/base/random.js';

const features = 8;

export default function stretched({ seed, options: { rows = 2000, noise = 0.1 } }) {
  const random = randomStream(seed, 'bench: stretched');
  const weights = Array.from({ length: features }, () => random.normal());
  const inputs = new Float32Array(rows * features);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const common = random.normal();
    let y = noise * random.normal();
    for (let j = 0; j < features; j++) {
      const x = 10 ** (-1.5 * (j / (features - 1))) * (random.normal() + common);
      inputs[row * features + j] = x;
      y += weights[j] * x;
    }
    targets[row] = y;
  }
  return { inputs, shape: [features], targets };
}
