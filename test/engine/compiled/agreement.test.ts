import { describe, expect, it } from 'vitest';
import type { TrainerSetup } from '../../../src/engine/engine.js';
import { optimizerNames } from '../../../src/optimizers/all.js';
import { zoo } from '../model-zoo.js';
import {
  datasetOf,
  engines,
  labels,
  layersOf,
  lossOf,
  numbers,
  optimizerOf,
  range,
  setupOf,
  using,
} from '../setups.js';

const native = engines.get('native');
const compiles = native !== undefined && native.mode !== 'eager';
if (!compiles) {
  console.warn(`the compiled step is not tested: ${native ? 'built without its addon' : 'there is no native engine'}`);
}

/** Batches of 12, 12 and a last one of 8 in each epoch of 32 rows; every fourth step takes two of them. */
const batchesOf = (k: number) => {
  const batch = (i: number) => range(32).subarray((i % 3) * 12, Math.min(32, (i % 3) * 12 + 12));
  return k % 4 === 3 ? [batch(k), batch(k + 1)] : [batch(k)];
};

const steps = 100;

function run(setup: TrainerSetup, mode: 'eager' | 'compiled') {
  return using(native!.createTrainer({ ...setup, mode, batchSize: 12 }), async (trainer) => {
    const losses: number[] = [];
    for (let k = 0; k < steps; k++) losses.push(await trainer.step(0.003 * (1 + (k % 5)), batchesOf(k)));
    expect(trainer.whyNotFaster).toBeNull();
    expect(trainer.mode).toBe(mode);
    const evaluations = [0, 1, 2, 3].map(() => trainer.evaluate(range(32))); // the later ones are compiled
    return { losses, evaluations: await Promise.all(evaluations), state: await trainer.capture() };
  });
}

/** Losses of 100 steps, relative to the largest of both: below it lies rounding that adds up from step to step. */
async function expectAgreement(setup: TrainerSetup, tolerance = 1e-6) {
  const eager = await run(setup, 'eager');
  const compiled = await run(setup, 'compiled');
  expect(eager.losses.every(Number.isFinite)).toBe(true);
  const apart = compiled.losses.map((loss, k) => Math.abs(loss / eager.losses[k]! - 1));
  expect(Math.max(...apart)).toBeLessThan(tolerance);
  expect(compiled.state.length).toBe(eager.state.length);
  for (const [i, { loss, metrics }] of compiled.evaluations.entries()) {
    expect(Math.abs(loss / eager.evaluations[i]!.loss - 1)).toBeLessThan(tolerance);
    expect(metrics).toEqual(eager.evaluations[i]!.metrics);
  }
}

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
