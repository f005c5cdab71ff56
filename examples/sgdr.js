// Cosine falls with warm restarts, each twice as long as the one before; under fitDataset.
import { SGDR } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, stepsPerEpoch, tf, train } from './digits.js';

const model = digitsModel(tf.train.adam(0.001));
const sgdr = new SGDR(model, { maxLr: 0.01, baseLr: 1e-5, firstCycle: '1ep', tMul: 2, stepsPerEpoch });

// What tf.data.array(...).batch(50) gives, by hand: batches of { xs, ys }
const dataset = {
  size: stepsPerEpoch,
  iterator: async () => {
    let i = 0;
    const part = (/** @type {typeof train.x} */ all) => tf.slice(all, i * batchSize, batchSize);
    const next = async () => {
      if (i === stepsPerEpoch) return { value: null, done: true };
      const value = { xs: part(train.x), ys: part(train.y) };
      i += 1;
      return { value, done: false };
    };
    return { next };
  },
};

await model.fitDataset(/** @type {any} */ (dataset), { epochs: 7, verbose: 0, callbacks: sgdr });
const restarts = sgdr.history.lr.flatMap((lr, k, all) => (k > 0 && lr > (all[k - 1] ?? lr) ? [k / stepsPerEpoch] : []));
console.log(`restarts after epochs ${restarts.join(' and ')}; after 7 epochs: ${accuracyOf(model)}`);
