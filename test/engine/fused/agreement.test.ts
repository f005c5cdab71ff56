import { describe, expect, it } from 'vitest';
import type { TrainerSetup } from '../../../src/engine/engine.js';
import { optimizerNames } from '../../../src/optimizers/all.js';
import { expectAgreement as expectAgreementOf, steps } from '../agreement.js';
import { zoo } from '../model-zoo.js';
import { datasetOf, engines, labels, layersOf, lossOf, numbers, optimizerOf, setupOf, using } from '../setups.js';

const native = engines.get('native');
const fuses = native?.mode === 'fused';
if (!fuses) {
  console.warn(`the fused step is not tested: ${native ? 'its kernels are not built' : 'there is no native engine'}`);
}

const expectAgreement = (setup: TrainerSetup) => expectAgreementOf('fused', setup);

const image = [9, 8, 2];
const classes = labels(3, 32);
const classifier = { dataset: datasetOf(image, classes, 32), optimizer: optimizerOf('momentum') };
const head = [{ layer: 'flatten' }, { layer: 'dense', units: 3 }];
const conv = (params: object) => ({ layer: 'conv2d', filters: 5, kernel: 3, ...params });

/** What there are kernels for, in all its forms. Sizes on both sides of the width of a register, and of two. */
const models: Readonly<Record<string, Partial<TrainerSetup> & { layers: readonly object[] }>> = {
  'one dense layer': { layers: head },
  'a deep perceptron': {
    layers: [
      { layer: 'flatten' },
      { layer: 'dense', units: 37, activation: 'relu' },
      { layer: 'dense', units: 16, activation: 'relu', bias: false },
      { layer: 'dense', units: 48 },
      { layer: 'activation', activation: 'relu' },
      { layer: 'dense', units: 3 },
    ],
  },
  dropout: {
    layers: [
      { layer: 'flatten' },
      { layer: 'dense', units: 20, activation: 'relu' },
      { layer: 'dropout', rate: 0.4 },
      { layer: 'dense', units: 3 },
    ],
  },
  'a convolution of one channel': {
    dataset: datasetOf([9, 8, 1], classes, 32),
    layers: [conv({ activation: 'relu' }), ...head],
  },
  'padding same': { layers: [conv({ padding: 'same', activation: 'relu' }), conv({ padding: 'same' }), ...head] },
  strides: { layers: [conv({ strides: 2 }), conv({ kernel: [2, 1], strides: [1, 2], padding: 'same' }), ...head] },
  'wide filters': { layers: [conv({ filters: 33, activation: 'relu' }), conv({ filters: 16, kernel: 2 }), ...head] },
  'no bias': { layers: [conv({ bias: false }), ...head] },
  'max pooling': { layers: [conv({ padding: 'same' }), { layer: 'max-pooling2d' }, ...head] },
  'overlapping max pooling': {
    layers: [conv({ filters: 17, activation: 'relu' }), { layer: 'max-pooling2d', size: 3, strides: 1 }, ...head],
  },
  'the tutorial': {
    layers: [
      { layer: 'rescaling', scale: 0.5, offset: 0.1 },
      conv({ activation: 'relu', padding: 'same', filters: 16 }),
      { layer: 'max-pooling2d' },
      conv({ activation: 'relu', filters: 8 }),
      { layer: 'spatial-dropout2d', rate: 0.25 },
      { layer: 'global-average-pooling2d' },
      { layer: 'dense', units: 3 },
    ],
  },
};

describe.skipIf(!fuses)(`${steps} fused steps are those of the eager engine`, () => {
  it.each(Object.keys(models))('for %s', (name) => {
    const { layers, ...parts } = models[name]!;
    return expectAgreement(setupOf({ ...classifier, ...parts, layers: layersOf(...layers) }));
  });

  const perceptron = layersOf({ layer: 'dense', units: 8, activation: 'relu' }, { layer: 'dense', units: 3 });
  const small = { layers: perceptron, dataset: datasetOf([5], classes, 32) };
  it.each(optimizerNames)('with %s', (name) => expectAgreement(setupOf({ ...small, optimizer: optimizerOf(name) })));
  it.each([
    ['weight decay', optimizerOf('adamw', { weightDecay: 0.1 })],
    ['clipping by norm', optimizerOf('momentum', { clipNorm: 0.05 })],
  ] as const)('with %s', (_, optimizer) => expectAgreement(setupOf({ ...small, optimizer })));

  it.each([
    ['mse', numbers(2, 32), 2],
    ['huber', numbers(2, 32), 2],
    ['mae', numbers(2, 32), 2],
    ['binary-cross-entropy', labels(2, 32), 1],
  ] as const)('with the loss %s', (name, targets, units) =>
    expectAgreement(
      setupOf({
        layers: layersOf({ layer: 'dense', units: 8, activation: 'relu' }, { layer: 'dense', units }),
        loss: lossOf(name),
        dataset: datasetOf([5], targets, 32),
      }),
    ),
  );
});

describe.skipIf(!fuses)('data of every kind reaches the kernels as it reaches the eager engine', () => {
  const values = {
    bytes: Uint8Array.from({ length: 32 * 7 }, (_, i) => (i * 37) % 256),
    'whole numbers': Int32Array.from({ length: 32 * 7 }, (_, i) => ((i * 37) % 256) - 100),
    'real numbers': datasetOf([7], classes, 32).inputs.values,
  };
  const columns = (of: (i: number) => number) => Float32Array.from({ length: 7 }, (_, i) => of(i));
  const scalings = {
    'as they are': { multiply: 1, add: 0 },
    scaled: { multiply: 1 / 255, add: -0.5 },
    'standardized by column': { multiply: columns((i) => 1 / (i + 40)), add: columns((i) => i / 7) },
    'shifted by column': { multiply: 0.01, add: columns((i) => i / 7) },
  };
  const cases = Object.keys(values).flatMap((kind) => Object.keys(scalings).map((how) => [kind, how] as const));
  it.each(cases)('%s, %s', (kind, how) => {
    const dataset = datasetOf([7], classes, 32);
    const inputs = {
      ...dataset.inputs,
      values: values[kind as keyof typeof values],
      scaling: scalings[how as keyof typeof scalings],
    };
    const layers = layersOf({ layer: 'rescaling', scale: 0.02, offset: 0 }, { layer: 'dense', units: 3 });
    return expectAgreement(setupOf({ layers, dataset: { ...dataset, inputs } }));
  });
});

describe.skipIf(!fuses)('models without kernels', () => {
  const refused = Object.entries(zoo).filter(([, { layers }]) => layers.length > 0);
  it.each(refused)('%s is compiled instead, aloud', (_, specimen) =>
    using(native!.createTrainer({ ...setupOf(specimen), batchSize: 12 }), async (trainer) => {
      expect(trainer.mode).toBe('compiled');
      expect(trainer.whyNotFaster).toMatch(/fused kernel/);
    }),
  );

  it('are refused where nothing else is allowed', () =>
    expect(native!.createTrainer({ ...setupOf(zoo['embedding and lstm']!), mode: 'fused' })).rejects.toMatchObject({
      code: 'ENGINE_MODE',
      message: 'the step cannot be fused: there is no fused kernel for Embedding',
    }));
});
