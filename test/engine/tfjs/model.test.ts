import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { LrToolError } from '../../../src/base/errors.js';
import type { TrainerSetup } from '../../../src/engine/engine.js';
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
  weightsIn,
} from '../setups.js';

const engine = engines.get('cpu')!;
const folder = mkdtempSync(join(tmpdir(), 'lr-tool-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a person reads: message and hint. */
async function complaint(setup: TrainerSetup): Promise<string> {
  const tensors = memory().numTensors;
  try {
    (await engine.createTrainer(setup)).dispose();
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    expect(memory().numTensors).toBe(tensors); // nothing is left behind
    return `${error.message}\n${error.hint}`;
  }
  return 'none';
}

describe('a model that does not fit', () => {
  it('names both numbers of classes and what to change', async () => {
    const text = await complaint(
      setupOf({ layers: layersOf({ layer: 'dense', units: 5 }), dataset: datasetOf([4], labels(10)) }),
    );
    expect(text).toBe('the model gives 5 outputs, the data set has 10 classes\ngive model.layers[0] 10 units');
  });

  it('needs one output for yes or no, one per number', async () => {
    const binary = setupOf({ loss: lossOf('binary-cross-entropy'), dataset: datasetOf([4], labels(2)) });
    expect(await complaint(binary)).toContain(
      'the model gives 3 outputs, the data set has 2 classes\ngive model.layers[1] 1 unit',
    );
    const regression = setupOf({ loss: lossOf('mse'), dataset: datasetOf([4], numbers(2)) });
    expect(await complaint(regression)).toContain('the model gives 3 outputs, the data set has 2 numbers per example');
  });

  it('names the layer and the shape that it cannot take', async () => {
    const text = await complaint(
      setupOf({ layers: layersOf({ layer: 'dense', units: 4 }, { layer: 'conv2d', filters: 2, kernel: 3 }) }),
    );
    expect(text).toMatch(/^model\.layers\[1\] \(conv2d\) cannot take an input of shape \[4\]: .*ndim/);
  });

  it('names the layer that leaves nothing of an image', async () => {
    const text = await complaint(
      setupOf({
        layers: layersOf({ layer: 'conv2d', filters: 2, kernel: 5 }),
        dataset: datasetOf([3, 3, 1], labels(3)),
      }),
    );
    expect(text).toContain(
      'model.layers[0] (conv2d) cannot take an input of shape [3, 3, 1]: its output would have the shape [-1, -1, 2]',
    );
  });

  it('must end flat', async () => {
    const text = await complaint(
      setupOf({
        layers: layersOf({ layer: 'conv2d', filters: 3, kernel: 2 }),
        dataset: datasetOf([3, 3, 1], labels(3)),
      }),
    );
    expect(text).toContain('the model gives [2, 2, 3], the data set has 3 classes');
  });

  it('is told of numbers beyond the vocabulary of its embedding, before they are looked up', async () => {
    const layers = layersOf(
      { layer: 'embedding', vocabulary: 3, units: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 3 },
    );
    const text = await complaint(setupOf({ layers, dataset: datasetOf([4], labels(3), 64, 9) }));
    expect(text).toMatch(
      /^row \d+ \(from 0\) holds [3-8], but model\.layers\[0\] \(embedding\) takes whole numbers 0 \.\. 2/,
    );
  });
});

const moduleFile = (name: string, code: string) => {
  const path = join(folder, name);
  writeFileSync(path, code);
  return { kind: 'module' as const, path };
};

describe("a user's module", () => {
  it('gets tf, the shapes and a seed, and its model trains', async () => {
    const model = moduleFile(
      'good.mjs',
      `export default async ({ tf, inputShape, outputs, seed }) => tf.sequential({ layers: [
        tf.layers.dense({ units: 6, activation: 'tanh', inputShape, kernelInitializer: tf.initializers.glorotUniform({ seed }) }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: outputs, kernelInitializer: tf.initializers.glorotUniform({ seed }) }),
      ] });`,
    );
    const run = () =>
      using(engine.createTrainer(setupOf({ model, optimizer: optimizerOf('adam') })), async (trainer) => {
        const losses: number[] = [];
        for (let k = 0; k < 40; k++) losses.push(await trainer.step(0.05, [range(64)]));
        return losses;
      });
    const losses = await run();
    expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.9);
    expect(await run()).toEqual(losses); // its dropout is seeded too
  });

  it.each([
    ['throws.mjs', "export default () => { throw new Error('no luck'); }", 'it fails: no luck'],
    ['nothing.mjs', 'export const x = 1;', 'its default export is not a function'],
    ['number.mjs', 'export default () => 5;', 'it does not give a layers model'],
    ['syntax.mjs', 'export default (', 'it cannot be loaded'],
    [
      'noise.mjs',
      'export default ({ tf, inputShape, outputs }) => tf.sequential({ layers: [tf.layers.gaussianNoise({ stddev: 1, inputShape }), tf.layers.dense({ units: outputs })] })',
      'draws random numbers without a seed',
    ],
    [
      'inputs.mjs',
      'export default ({ tf, outputs }) => tf.sequential({ layers: [tf.layers.dense({ units: outputs, inputShape: [9] })] })',
      'the model takes inputs of shape [9], the data set has [5]',
    ],
  ])('%s is refused with its reason', async (name, code, reason) => {
    expect(await complaint(setupOf({ model: moduleFile(name, code) }))).toContain(reason);
  });
});

describe('a model.json', () => {
  const topology = {
    class_name: 'Sequential',
    config: {
      name: 's',
      layers: [
        {
          class_name: 'Dense',
          config: { name: 'd', units: 3, activation: 'linear', use_bias: true, batch_input_shape: [null, 5] },
        },
      ],
    },
  };
  const weights = [
    { name: 'd/kernel', shape: [5, 3], dtype: 'float32' },
    { name: 'd/bias', shape: [3], dtype: 'float32' },
  ];
  const values = Float32Array.from({ length: 18 }, (_, i) => i / 10);
  const modelFile = (name: string, paths: readonly string[], shard: Uint8Array = new Uint8Array(values.buffer)) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths, weights }] }));
    writeFileSync(join(folder, 'shard.bin'), shard);
    return { kind: 'file' as const, path };
  };

  it('is trained from its own weights', () =>
    using(engine.createTrainer(setupOf({ model: modelFile('model.json', ['shard.bin']) })), async (trainer) => {
      expect([...weightsIn(await trainer.capture(), trainer)]).toEqual([...values]);
      expect(await trainer.step(0.1, [range(64)])).toBeGreaterThan(await trainer.step(0.1, [range(64)]));
    }));

  it.each([
    ['../shard.bin', 'lies outside of its folder'],
    ['/etc/passwd', 'lies outside of its folder'],
    ['missing.bin', 'missing.bin cannot be read'],
  ])('with the weight file %s is refused', async (file, reason) => {
    expect(await complaint(setupOf({ model: modelFile('bad.json', [file]) }))).toContain(reason);
  });

  it('with weight files of the wrong size is refused', async () => {
    const model = modelFile('short.json', ['shard.bin'], new Uint8Array(values.buffer, 0, 70));
    expect(await complaint(setupOf({ model }))).toContain('its weight files hold 70 bytes, its weights take 72');
  });

  it('that is none is refused', async () => {
    const path = join(folder, 'none.json');
    writeFileSync(path, '{"format": "graph-model"}');
    expect(await complaint(setupOf({ model: { kind: 'file', path } }))).toContain(
      'it is no layers model: modelTopology',
    );
    writeFileSync(path, '{');
    expect(await complaint(setupOf({ model: { kind: 'file', path } }))).toContain('it is not JSON');
  });
});
