import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import * as params from '../params.js';
import { classTargets } from '../targets.js';

/** Inputs uniform in [0, 1), labels 0 or 1 by a fair coin: nothing can be learned, the best loss is ln 2. */
export const randomBinary = defineDataset({
  name: 'random-binary',
  summary: 'two million rows of noise with random labels, to measure speed and to watch schedules',
  source: 'the demonstration of https://github.com/bckenstler/CLR',
  params: { rows: params.rows.default(2_000_000), features: params.features.default(15) },
  scaling: 'none',
  example: {},
  async load({ rows, features }, { seed }) {
    const values = floats(rows, features, 'random-binary');
    const inputs = randomStream(seed, 'random-binary: inputs');
    for (let i = 0; i < values.length; i++) values[i] = inputs.uniform();
    const labels = new Uint8Array(rows);
    const coin = randomStream(seed, 'random-binary: labels');
    for (let row = 0; row < rows; row++) labels[row] = coin.uniform() < 0.5 ? 0 : 1;
    return { values, shape: [features], targets: classTargets(labels, 'random-binary', ['0', '1']) };
  },
});
