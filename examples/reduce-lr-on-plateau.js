// Halves the learning rate when the validation loss no longer falls.
import { ReduceLROnPlateau } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, tf, train, validation } from './digits.js';

const model = digitsModel(tf.train.momentum(0.3, 0.9));
const plateau = new ReduceLROnPlateau(model, { factor: 0.3, patience: 1, minLr: 1e-4 });
const { history } = await model.fit(train.x, train.y, {
  batchSize,
  epochs: 20,
  validationData: [validation.x, validation.y],
  verbose: 0,
  callbacks: plateau,
});

for (const { epoch, lr, why } of plateau.reductions) {
  console.log(`after epoch ${epoch}: lr ${lr.toPrecision(2)}, because ${why}`);
}
console.log(`rate of the last epoch: ${Number(history.lr?.at(-1)).toPrecision(2)}; ${accuracyOf(model)}`);
