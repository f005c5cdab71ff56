import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import * as params from '../params.js';
import { classTargets } from '../targets.js';

/**
 * Class 0: (cos t, sin t), class 1: (1 - cos t, 1/2 - sin t), t uniform in [0, pi]; normal noise on both coordinates.
 * Classes alternate.
 */
export const moons = defineDataset({
  name: 'moons',
  summary: 'two interleaved half circles',
  source: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html',
  params: { rows: params.rows.default(1000), noise: params.noise.default(0.1) },
  scaling: 'none',
  example: {},
  async load({ rows, noise }, { seed }) {
    const values = floats(rows, 2, 'moons');
    const labels = Uint8Array.from({ length: rows }, (_, row) => row % 2);
    const random = randomStream(seed, 'moons');
    labels.forEach((label, row) => {
      const t = Math.PI * random.uniform();
      values[2 * row] = (label === 0 ? Math.cos(t) : 1 - Math.cos(t)) + noise * random.normal();
      values[2 * row + 1] = (label === 0 ? Math.sin(t) : 0.5 - Math.sin(t)) + noise * random.normal();
    });
    return { values, shape: [2], targets: classTargets(labels, 'moons', ['upper', 'lower']) };
  },
});
