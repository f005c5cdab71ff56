import { describe, it } from 'vitest';
import type { TrainerSetup } from '../../../src/engine/engine.js';
import { optimizerNames } from '../../../src/optimizers/all.js';
import { expectAgreement as expectAgreementOf, steps } from '../agreement.js';
import { zoo } from '../model-zoo.js';
import { datasetOf, engines, labels, layersOf, lossOf, numbers, optimizerOf, setupOf } from '../setups.js';

const native = engines.get('native');
const compiles = native !== undefined && native.mode !== 'eager';
if (!compiles) {
  console.warn(`the compiled step is not tested: ${native ? 'built without its addon' : 'there is no native engine'}`);
}

const expectAgreement = (setup: TrainerSetup) => expectAgreementOf('compiled', setup);

describe.skipIf(!compiles)(`${steps} compiled steps are those of the eager engine`, () => {
  it.each(Object.keys(zoo))('for the model: %s', (name) =>
    expectAgreement(setupOf({ ...zoo[name]!, optimizer: optimizerOf('momentum') })),
  );

  const classifier = { dataset: datasetOf([5], labels(3, 32), 32), metrics: ['accuracy' as const] };
  it.each(optimizerNames)('with %s', (name) =>
    expectAgreement(setupOf({ ...classifier, optimizer: optimizerOf(name) })),
  );
  it.each([
    ['weight decay', optimizerOf('adamw', { weightDecay: 0.1 })],
    ['l2 decay', optimizerOf('sgd', { weightDecay: 0.1 })],
    ['clipping by value', optimizerOf('sgd', { clipValue: 0.01 })],
    ['clipping by norm', optimizerOf('momentum', { clipNorm: 0.05 })],
    ['amsgrad', optimizerOf('adam', { amsgrad: true })],
  ] as const)('with %s', (_, optimizer) => expectAgreement(setupOf({ ...classifier, optimizer })));

  const probabilities = layersOf({ layer: 'dense', units: 3, activation: 'softmax' });
  const oneHot = zoo['strided convolution and average pooling']!.dataset.targets;
  const shares = numbers(2, 32);
  const likely = { ...shares, values: 'values' in shares ? shares.values.map((x) => 1 / (1 + Math.exp(-x))) : [] };
  it.each([
    ['softmax-cross-entropy', probabilities, oneHot],
    ['binary-cross-entropy', layersOf({ layer: 'dense', units: 1, activation: 'sigmoid' }), labels(2, 32)],
    ['mae', layersOf({ layer: 'dense', units: 2 }), likely],
  ] as const)('with %s of probabilities', (name, layers, targets) =>
    expectAgreement(
      setupOf({
        layers,
        loss: lossOf(name, { fromLogits: false }),
        dataset: datasetOf([5], targets as typeof oneHot, 32),
      }),
    ),
  );
});
