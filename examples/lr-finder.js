// The range test as a callback of fit.
import { LRFinder } from 'lr-tool';
import { batchSize, digitsModel, tf, train } from './digits.js';

const model = digitsModel(tf.train.momentum(0.01, 0.9));
const fixed = { x: tf.slice(train.x, 0, 64), y: tf.slice(train.y, 0, 64) }; // their loss has no noise of batches
const finder = new LRFinder(model, { startLr: 1e-6, endLr: 10, steps: 100, fixed });
await model.fit(train.x, train.y, { batchSize, epochs: 100, verbose: 0, callbacks: finder }); // ends after 100 updates

console.log(finder.plot());
console.log(`${finder.stop} after ${finder.history.lr.length} updates`);
console.log('valley:', finder.suggest('valley'));
console.log('for one cycle:', finder.recommendation('one-cycle'));
