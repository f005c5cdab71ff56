// Ends a training that no longer improves, with the weights of its best epoch.
import { EarlyStopping } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, tf, train, validation } from './digits.js';

const model = digitsModel(tf.train.adam(0.02));
const stopping = new EarlyStopping(model, { monitor: 'val_loss', patience: 3 });
const { history } = await model.fit(train.x, train.y, {
  batchSize,
  epochs: 100,
  validationData: [validation.x, validation.y],
  verbose: 0,
  callbacks: stopping,
});

console.log(`${history.loss?.length} epochs: ${stopping.why ?? 'never stopped'}`);
console.log(`the model has the weights of epoch ${stopping.bestEpoch}: val_loss ${stopping.best?.toFixed(4)}`);
const [loss] = /** @type {any[]} */ (model.evaluate(validation.x, validation.y));
console.log(`evaluated again: val_loss ${loss.dataSync()[0].toFixed(4)}, ${accuracyOf(model)}`);
