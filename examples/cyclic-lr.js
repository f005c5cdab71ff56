// Cyclical learning rates, with other bounds for a second training.
import { CyclicLR } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, stepsPerEpoch, tf, train } from './digits.js';

const model = digitsModel(tf.train.momentum(0.01, 0.9));
const cyclic = new CyclicLR(model, { baseLr: 0.01, maxLr: 0.1, halfCycle: '2ep', stepsPerEpoch, mode: 'triangular2' });

await model.fit(train.x, train.y, { batchSize, epochs: 8, verbose: 0, callbacks: cyclic });
console.log(`after two cycles: ${accuracyOf(model)}`);

cyclic.reset({ baseLr: 0.001, maxLr: 0.01, halfCycle: '1ep' });
await model.fit(train.x, train.y, { batchSize, epochs: 2, verbose: 0, callbacks: cyclic });
console.log(`after a gentler one: ${accuracyOf(model)}`);

const { iteration, lr, loss } = cyclic.history;
for (const k of [0, 48, 96, 144, 192, 216, 239]) {
  console.log(`update ${iteration?.[k]}  lr ${lr[k]?.toPrecision(3)}  loss ${loss?.[k]?.toFixed(3)}`);
}
