import { randomStream } from '../../base/random.js';
import { defineDataset } from '../define.js';
import { floats } from '../floats.js';
import * as params from '../params.js';

/** y = w x + b + noise; x, w and b standard normal. The least possible mse is noise^2. */
export const linearRegression = defineDataset({
  name: 'linear-regression',
  summary: 'a number that depends on the inputs in a straight line',
  source: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_regression.html',
  params: {
    rows: params.rows.default(1000),
    features: params.features.default(10),
    noise: params.noise.default(0.1),
  },
  scaling: 'none',
  example: {},
  async load({ rows, features, noise }, { seed }) {
    const line = randomStream(seed, 'linear-regression: line');
    const weights = Float64Array.from({ length: features }, () => line.normal());
    const bias = line.normal();
    const values = floats(rows, features, 'linear-regression');
    const targets = floats(rows, 1, 'linear-regression');
    const random = randomStream(seed, 'linear-regression: points');
    for (let row = 0, i = 0; row < rows; row++) {
      let y = bias + noise * random.normal();
      for (let j = 0; j < features; j++, i++) {
        values[i] = random.normal();
        y += weights[j]! * values[i]!;
      }
      targets[row] = y;
    }
    return { values, shape: [features], targets: { kind: 'numbers', values: targets, width: 1 } };
  },
});
