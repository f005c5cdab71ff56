import { z } from 'zod';
import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import * as params from '../params.js';

/** y = sin(pi frequency x) + noise; x uniform in [-1, 1). The least possible mse is noise^2. */
export const sine = defineDataset({
  name: 'sine',
  summary: 'a sine wave to be learned from points on it',
  source: 'https://en.wikipedia.org/wiki/Sine_wave',
  params: {
    rows: params.rows.default(1000),
    frequency: z.number().positive().default(2).describe('periods between -1 and 1'),
    noise: params.noise.default(0.1),
  },
  scaling: 'none',
  example: {},
  async load({ rows, frequency, noise }, { seed }) {
    const random = randomStream(seed, 'sine');
    const values = floats(rows, 1, 'sine');
    const targets = floats(rows, 1, 'sine');
    for (let row = 0; row < rows; row++) {
      values[row] = 2 * random.uniform() - 1;
      targets[row] = Math.sin(Math.PI * frequency * values[row]!) + noise * random.normal();
    }
    return { values, shape: [1], targets: { kind: 'numbers', values: targets, width: 1 } };
  },
});
