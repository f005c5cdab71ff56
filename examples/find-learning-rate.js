// Finds a learning rate for a model of your own, trains with it, and leaves a report that `lr-tool plot` draws.
import { writeFileSync } from 'node:fs';
import { findLearningRate, OneCycleLR } from 'lr-tool';
import { accuracyOf, batchSize, digitsModel, stepsPerEpoch, tf, train } from './digits.js';

const model = digitsModel(tf.train.momentum(0.01, 0.9));
const { recommendation, report, warnings, plot } = await findLearningRate(model, train, {
  batchSize,
  for: 'one-cycle',
});

console.log(plot());
for (const { code, message } of warnings) console.log(code, message);
const [, , file] = process.argv;
if (file !== undefined) writeFileSync(file, JSON.stringify(report)); // then: npx lr-tool plot FILE

if (recommendation.ok) {
  const { baseLr, maxLr } = recommendation;
  const oneCycle = new OneCycleLR(model, { baseLr, maxLr, totalSteps: 5 * stepsPerEpoch });
  await model.fit(train.x, train.y, { batchSize, epochs: 5, verbose: 0, callbacks: oneCycle });
  console.log(`one cycle up to ${maxLr.toPrecision(2)}: ${accuracyOf(model)}`);
} else console.log(recommendation.why.join('\n'));
