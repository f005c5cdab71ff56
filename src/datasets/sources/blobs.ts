import { z } from 'zod';
import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import { classes, features, rows } from '../params.js';
import { classTargets } from '../targets.js';

/** Centres are uniform in [-10, 10] per value; example i is of class i mod classes. */
export const blobs = defineDataset({
  name: 'blobs',
  summary: 'normally distributed clouds of points, one per class',
  source: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_blobs.html',
  params: {
    rows: rows.default(1000),
    classes: classes.default(3),
    features: features.default(2),
    spread: z.number().positive().default(1).describe('standard deviation of each cloud'),
  },
  scaling: 'none',
  example: {},
  async load({ rows, classes, features, spread }, { seed }) {
    const centers = floats(classes, features, 'blobs');
    const place = randomStream(seed, 'blobs: centers');
    for (let i = 0; i < centers.length; i++) centers[i] = 20 * place.uniform() - 10;
    const values = floats(rows, features, 'blobs');
    const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
    const noise = randomStream(seed, 'blobs: points');
    for (let row = 0, i = 0; row < rows; row++) {
      const center = labels[row]! * features;
      for (let j = 0; j < features; j++, i++) values[i] = centers[center + j]! + spread * noise.normal();
    }
    return { values, shape: [features], targets: classTargets(labels, 'blobs', names(classes)) };
  },
});

const names = (classes: number) => Array.from({ length: classes }, (_, label) => String(label));
