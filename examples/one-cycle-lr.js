// One cycle over the whole training, with the momentum moving the other way.
import { OneCycleLR } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, stepsPerEpoch, tf, train } from './digits.js';

const epochs = 6;
const model = digitsModel(tf.train.momentum(0.01, 0.95));
const oneCycle = new OneCycleLR(model, {
  maxLr: 0.2,
  totalSteps: epochs * stepsPerEpoch,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
});

await model.fit(train.x, train.y, { batchSize, epochs, verbose: 0, callbacks: oneCycle });
const { lr, momentum } = oneCycle.history;
for (const k of [0, 20, 42, 80, 120, 143]) {
  console.log(`update ${k}  lr ${lr[k]?.toPrecision(3)}  momentum ${momentum?.[k]?.toFixed(3)}`);
}
console.log(`after ${epochs} epochs: ${accuracyOf(model)}`);
