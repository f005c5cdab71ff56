import { z } from 'zod';
import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import * as params from '../params.js';
import { classTargets } from '../targets.js';

/**
 * Arm k: r (cos a, sin a), a = 2 pi (turns r + k / classes), r uniform in [0, 1); normal noise on both coordinates.
 * Example i is of class i mod classes.
 */
export const spirals = defineDataset({
  name: 'spirals',
  summary: 'arms of a spiral, one per class; no straight line parts them',
  source:
    'Lang and Witbrock 1988, Learning to Tell Two Spirals Apart; https://cs231n.github.io/neural-networks-case-study/',
  params: {
    rows: params.rows.default(1000),
    classes: params.classes.default(2),
    turns: z.number().positive().default(1.5).describe('turns of each arm'),
    noise: params.noise.default(0.02),
  },
  scaling: 'none',
  example: {},
  async load({ rows, classes, turns, noise }, { seed }) {
    const values = floats(rows, 2, 'spirals');
    const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
    const random = randomStream(seed, 'spirals');
    labels.forEach((label, row) => {
      const r = random.uniform();
      const angle = 2 * Math.PI * (turns * r + label / classes);
      values[2 * row] = r * Math.cos(angle) + noise * random.normal();
      values[2 * row + 1] = r * Math.sin(angle) + noise * random.normal();
    });
    const names = Array.from({ length: classes }, (_, arm) => `arm ${arm}`);
    return { values, shape: [2], targets: classTargets(labels, 'spirals', names) };
  },
});
