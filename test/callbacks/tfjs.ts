import type { Optimizer, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll } from 'vitest';
import { core, keras } from '../../src/engine/tfjs/tensorflow.js';
import { onEveryBackend as onEveryEngine } from '../engine/setups.js';

/** What a user's program calls `tf`. */
export const tf = { ...core, ...keras };

const backendNames = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const;

/** The same tests under every backend of TensorFlow.js; one that does not load here is reported as skipped. */
export const onEveryBackend = (name: string, tests: () => void): void =>
  onEveryEngine(name, (engine) => {
    beforeAll(async () => {
      await core.setBackend(backendNames[engine().backend]);
    });
    tests();
  });

/** Every optimizer of TensorFlow.js, made with a learning rate. */
export const optimizers = {
  sgd: (lr: number) => core.train.sgd(lr),
  momentum: (lr: number) => core.train.momentum(lr, 0.9),
  nesterov: (lr: number) => core.train.momentum(lr, 0.9, true),
  adam: (lr: number) => core.train.adam(lr),
  adamax: (lr: number) => core.train.adamax(lr),
  rmsprop: (lr: number) => core.train.rmsprop(lr),
  'rmsprop with momentum': (lr: number) => core.train.rmsprop(lr, 0.9, 0.5),
  adagrad: (lr: number) => core.train.adagrad(lr),
  adadelta: (lr: number) => core.train.adadelta(lr),
} as const;
export const optimizerNames = Object.keys(optimizers) as (keyof typeof optimizers)[];

/** One weight, first 0, whose gradient is 1 whatever it is. */
export function probe(optimizer: Optimizer): LayersModel {
  const dense = keras.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
  const model = keras.sequential({ layers: [dense] });
  model.compile({ optimizer, loss: (_wanted, output) => core.mean(output) as Scalar });
  return model;
}

/** A small classifier of two classes that can be learnt, with dropout and batch normalisation. */
export function classifier(optimizer: Optimizer | string): LayersModel {
  const input = keras.input({ shape: [4] });
  const hidden = keras.layers.dense({ units: 8, activation: 'relu', kernelInitializer: seeded(1) }).apply(input);
  const normed = keras.layers.batchNormalization({}).apply(hidden);
  const output = keras.layers.dense({ units: 2, activation: 'softmax', kernelInitializer: seeded(2) }).apply(normed);
  const model = keras.model({ inputs: input, outputs: output as SymbolicTensor });
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
const seeded = (seed: number) => keras.initializers.glorotUniform({ seed });

/** Rows for the classifier: the class is the sign of the first number, or of a mix of all. */
export function rows(count = 64): { x: Tensor2D; y: Tensor2D } {
  const values = Array.from({ length: count }, (_, i) => [0, 1, 2, 3].map((j) => Math.sin(7.1 * i + 3.3 * j * i + j)));
  const classes = values.map(([a = 0, b = 0]) => (a + b / 2 > 0 ? [1, 0] : [0, 1]));
  return { x: core.tensor2d(values), y: core.tensor2d(classes) };
}

/** What `fitDataset` takes: batches { xs, ys } made anew in every epoch; the shape of a `tf.data.Dataset`. */
export function datasetOf(batches: number, batch: (i: number) => { xs: Tensor; ys: Tensor }, size = batches) {
  const iterator = async () => {
    let i = 0;
    return { next: async () => (i < batches ? { value: batch(i++), done: false } : { value: null, done: true }) };
  };
  return { size, iterator } as unknown as Parameters<LayersModel['fitDataset']>[0];
}

/** Batches of 16 rows. */
export function batchesOf({ x, y }: { x: Tensor2D; y: Tensor2D }) {
  const part = (all: Tensor2D, i: number) => core.slice(all, [i * 16, 0], [16, all.shape[1]]);
  return datasetOf(Math.floor(x.shape[0] / 16), (i) => ({ xs: part(x, i), ys: part(y, i) }));
}

/** The only weight of the probe. */
export const weightOf = (model: LayersModel): number => model.getWeights()[0]!.dataSync()[0]!;

/** All weights, copied. */
export const weightsOf = (model: LayersModel): Float32Array[] =>
  model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));

/** How a model is trained on `updates` batches of one row. */
export const ways = {
  fit: async (model: LayersModel, updates: number, callbacks: object) => {
    const ones = core.ones([updates, 1]);
    await model.fit(ones, ones, { batchSize: 1, verbose: 0, callbacks: callbacks as never });
    ones.dispose();
  },
  fitDataset: async (model: LayersModel, updates: number, callbacks: object) => {
    const dataset = datasetOf(updates, () => ({ xs: core.ones([1, 1]), ys: core.ones([1, 1]) }));
    await model.fitDataset(dataset, { epochs: 1, verbose: 0, callbacks: callbacks as never });
  },
} as const;
export const wayNames = Object.keys(ways) as (keyof typeof ways)[];
