// Three rings around each other in the plane, with noise across them. To tell which ring a point is on.
import { randomStream } from '../../../build/base/random.js';

const rings = 3;

export default function ringsData({ seed, options: { rows = 2000, noise = 0.12 } }) {
  const random = randomStream(seed, 'bench: rings');
  const inputs = new Float32Array(rows * 2);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    labels[row] = random.below(rings);
    const angle = 2 * Math.PI * random.uniform();
    const radius = (labels[row] + 1) / 2 + noise * random.normal();
    inputs.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * row);
  }
  return { inputs, shape: [2], labels };
}
