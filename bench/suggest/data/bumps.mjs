// A sum of six bumps of different widths and heights over the unit cube, with noise: regression on three inputs.
import { randomStream } from '../../../build/base/random.js';

const [features, bumps] = [3, 6];

export default function bumpsData({ seed, options: { rows = 2500, noise = 0.1 } }) {
  const random = randomStream(seed, 'bench: bumps');
  const point = () => Array.from({ length: features }, () => random.uniform());
  const centres = Array.from({ length: bumps }, () => ({
    at: point(),
    width: 0.15 + 0.3 * random.uniform(),
    height: 2 * random.normal(),
  }));
  const inputs = new Float32Array(rows * features);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = point();
    inputs.set(x, row * features);
    const heights = centres.map(({ at, width, height }) => {
      const square = at.reduce((sum, value, i) => sum + (value - x[i]) ** 2, 0);
      return height * Math.exp(-square / (2 * width ** 2));
    });
    targets[row] = heights.reduce((sum, value) => sum + value, noise * random.normal());
  }
  return { inputs, shape: [features], targets };
}
