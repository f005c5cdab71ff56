// The rate by a function of your own once an epoch, then by a schedule at every update.
import { cosine, LearningRateScheduler } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, stepsPerEpoch, tf, train } from './digits.js';

const model = digitsModel(tf.train.sgd(0.2));
const perEpoch = new LearningRateScheduler(model, (epoch, lr) => (epoch < 2 ? lr : lr * 0.5));
const { history } = await model.fit(train.x, train.y, { batchSize, epochs: 4, verbose: 0, callbacks: perEpoch });
console.log('rate of each epoch:', history.lr);

const schedule = cosine({ maxLr: 0.1, totalSteps: 3 * stepsPerEpoch });
const perBatch = new LearningRateScheduler(model, schedule, { per: 'batch' });
await model.fit(train.x, train.y, { batchSize, epochs: 3, verbose: 0, callbacks: perBatch });
console.log(`${perBatch.history.lr.length} updates, the last with lr ${perBatch.history.lr.at(-1)?.toPrecision(2)}`);
console.log(`after 7 epochs: ${accuracyOf(model)}`);
