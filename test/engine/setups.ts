import { describe } from 'vitest';
import { type Backend, backends } from '../../src/base/backends.js';
import { randomStream } from '../../src/base/random.js';
import type { Dataset, Targets } from '../../src/datasets/dataset.js';
import type { Engine, Trainer, TrainerSetup } from '../../src/engine/engine.js';
import { loadEngine } from '../../src/engine/load.js';
import { type LayerConfig, layerConfig } from '../../src/models/layers.js';
import type { LossConfig, LossName } from '../../src/models/losses.js';
import { optimizerConfig } from '../../src/optimizers/all.js';

export const engines = new Map<Backend, Engine>();
for (const backend of backends) {
  try {
    engines.set(backend, (await loadEngine(backend)).engine);
  } catch (why) {
    if (backend !== 'native') throw why;
  }
}

/** The same tests on every backend; one that does not load here is reported as skipped. */
export function onEveryBackend(name: string, tests: (engine: () => Engine) => void): void {
  for (const backend of backends) {
    const engine = engines.get(backend);
    describe.skipIf(engine === undefined)(`${name} on ${backend}`, () => tests(() => engine!));
  }
}

export const layersOf = (...layers: readonly object[]): LayerConfig[] =>
  layers.map((layer) => layerConfig.parse(layer));

export const optimizerOf = (name: string, params: object = {}) => optimizerConfig.parse({ name, ...params });

export const lossOf = (name: LossName, params: Partial<LossConfig> = {}): LossConfig => ({
  name,
  fromLogits: true,
  delta: 1,
  ...params,
});

export const range = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** Normal inputs, or whole numbers below `vocabulary`. */
export function datasetOf(shape: readonly number[], targets: Targets, rows = 64, vocabulary?: number): Dataset {
  const random = randomStream(5, 'test data');
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: rows * size }, () =>
    vocabulary === undefined ? random.normal() : random.below(vocabulary),
  );
  return {
    name: 'test',
    inputs: { values, shape, scaling: { multiply: 1, add: 0 } },
    targets,
    train: range(rows),
    validation: new Int32Array(0),
  };
}

export const labels = (classes: number, rows = 64): Targets => ({
  kind: 'classes',
  labels: Uint8Array.from({ length: rows }, (_, i) => (i * 7) % classes),
  classes: Array.from({ length: classes }, (_, i) => `c${i}`),
});

export function numbers(width: number, rows = 64): Targets {
  const random = randomStream(6, 'test targets');
  return { kind: 'numbers', values: Float32Array.from({ length: rows * width }, () => random.normal()), width };
}

export const oneHotRows = (classes: number, rows = 64): Targets => ({
  kind: 'numbers',
  values: Float32Array.from({ length: rows * classes }, (_, i) =>
    Math.floor(i / classes) % classes === i % classes ? 1 : 0,
  ),
  width: classes,
  classes: Array.from({ length: classes }, (_, i) => `c${i}`),
});

/** A small classifier; any part may be replaced. */
export const setupOf = (parts: Partial<TrainerSetup> & { readonly layers?: readonly LayerConfig[] }): TrainerSetup => ({
  model: {
    kind: 'layers',
    layers: parts.layers ?? layersOf({ layer: 'dense', units: 8, activation: 'tanh' }, { layer: 'dense', units: 3 }),
  },
  loss: lossOf('sparse-softmax-cross-entropy'),
  metrics: [],
  optimizer: optimizerOf('sgd'),
  dataset: datasetOf([5], labels(3)),
  seed: 1,
  ...parts,
});

/** The trainable weights in a captured state (see `joinState`). */
export const weightsIn = (state: Uint8Array, trainer: Trainer): Float32Array =>
  new Float32Array(state.slice().buffer, 8, trainer.parameters);

/** The state with other weights. */
export function withWeights(state: Uint8Array, weights: Float32Array): Uint8Array {
  const copy = state.slice();
  copy.set(new Uint8Array(weights.slice().buffer), 8);
  return copy;
}

/** A trainer for one test, disposed after it. */
export async function using<T>(trainer: Promise<Trainer>, test: (trainer: Trainer) => Promise<T>): Promise<T> {
  const made = await trainer;
  try {
    return await test(made);
  } finally {
    made.dispose();
  }
}
