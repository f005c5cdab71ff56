import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerConfig } from '../../src/models/layers.js';
import { type ModelConfig, modelConfig } from '../../src/models/model-config.js';
import { presets } from '../../src/models/presets/all.js';
import { resolveModel } from '../../src/models/resolve.js';

const existingFile = (path: string) => `/abs/${path}`;
const resolve = (config: ModelConfig, { inputShape = [28, 28, 1], outputs = 10, allowCode = false } = {}) =>
  resolveModel(config, { inputShape, outputs, allowCode, existingFile });
const layersOf = (config: unknown, context = {}): readonly LayerConfig[] => {
  const model = resolve(modelConfig.parse(config), context);
  return model.kind === 'layers' ? model.layers : [];
};

/** Shape after each layer and number of weights, by the textbook; independent of the engine. */
function shapes(layers: readonly LayerConfig[], inputShape: readonly number[]) {
  let shape = [...inputShape];
  let weights = 0;
  const product = (values: readonly number[]) => values.reduce((a, b) => a * b, 1);
  for (const layer of layers) {
    const [h = 0, w = 0, c = 0] = shape;
    if (layer.layer === 'dense') {
      expect(shape).toHaveLength(1);
      weights += shape[0]! * layer.units + (layer.bias ? layer.units : 0);
      shape = [layer.units];
    } else if (layer.layer === 'conv2d') {
      const k = layer.kernel as number;
      weights += k * k * c * layer.filters + layer.filters;
      shape = [h - k + 1, w - k + 1, layer.filters];
    } else if (layer.layer === 'max-pooling2d') shape = [Math.floor(h / 2), Math.floor(w / 2), c];
    else if (layer.layer === 'flatten') shape = [product(shape)];
    else if (layer.layer === 'global-average-pooling2d') shape = [c];
    else if (layer.layer === 'batch-normalization') weights += 2 * shape.at(-1)!;
    expect(Math.min(...shape)).toBeGreaterThan(0);
  }
  return { shape, weights };
}

describe.each(presets.map((preset) => [preset.name, preset] as const))('%s', (name, preset) => {
  it('gives layers that end in the outputs asked for, whatever the image', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 64 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 20 }),
        (side, channels, outputs) => {
          const inputShape = [side, side + 3, channels];
          expect(shapes(layersOf({ name }, { inputShape, outputs }), inputShape).shape).toEqual([outputs]);
        },
      ),
    );
  });
  it('ends in logits', () => expect(layersOf({ name }).at(-1)).toMatchObject({ layer: 'dense', activation: 'linear' }));
  it('refuses a misspelt parameter', () => expect(modelConfig.safeParse({ name, hiden: 1 }).success).toBe(false));
  it('says where it comes from', () => expect(preset.source).toMatch(/https:\/\/|arXiv:/));
});

describe('presets', () => {
  it('are the files of the folder', () => {
    const files = readdirSync('src/models/presets').map((file) => file.replace('.ts', ''));
    expect(files.filter((file) => file !== 'all' && file !== 'preset').sort()).toEqual(
      presets.map(({ name }) => name).sort(),
    );
  });

  it.each([
    ['Caffe LeNet on MNIST', { name: 'lenet' }, [28, 28, 1], 431_080],
    ['the tutorial CNN', { name: 'fashion-cnn' }, [28, 28, 1], 18_762],
    ['784-256-128-10', { name: 'mlp', hidden: [256, 128] }, [28, 28, 1], 235_146],
    ['64-10, logistic regression', { name: 'linear' }, [64], 650],
    ['15-10-1', { name: 'mlp', hidden: [10] }, [15], 10 * 16 + 10 * 11],
  ])('%s has the number of weights known for it', (_, config, inputShape, weights) => {
    expect(shapes(layersOf(config, { inputShape }), inputShape).weights).toBe(weights);
  });

  it('mlp with everything', () => {
    const layers = layersOf(
      { name: 'mlp', hidden: [8], activation: 'tanh', dropout: 0.5, batchNorm: true },
      { inputShape: [4] },
    );
    expect(layers.map(({ layer }) => layer)).toEqual([
      'dense',
      'batch-normalization',
      'activation',
      'dropout',
      'dense',
    ]);
    expect(layers[0]).toMatchObject({ units: 8, bias: false, activation: 'linear' });
    expect(layers[2]).toMatchObject({ activation: 'tanh' });
    expect(layers[3]).toMatchObject({ rate: 0.5 });
  });

  it('mlp without hidden layers is linear', () => {
    expect(layersOf({ name: 'mlp', hidden: [] })).toEqual(layersOf({ name: 'linear' }));
  });

  it.each(['lenet', 'fashion-cnn'])('%s refuses what is no image or too small, before the engine is loaded', (name) => {
    for (const inputShape of [[64], [8, 8, 1], [15, 16, 1], [28, 28]]) {
      expect(() => layersOf({ name }, { inputShape })).toThrow(`${name} takes images of 16 x 16 pixels or more`);
    }
    expect(layersOf({ name }, { inputShape: [16, 16, 3] }).length).toBeGreaterThan(0);
  });
});

describe('models of the user', () => {
  it('layers are taken as they are, with defaults', () => {
    expect(resolve(modelConfig.parse({ name: 'layers', layers: [{ layer: 'dense', units: 3 }] }))).toMatchObject({
      kind: 'layers',
      layers: [{ layer: 'dense', units: 3, activation: 'linear', bias: true, initializer: 'glorot-uniform' }],
    });
  });
  it('a file becomes an absolute path', () => {
    expect(resolve({ name: 'file', path: 'model.json' })).toEqual({ kind: 'file', path: '/abs/model.json' });
  });
  it('a module needs --allow-code, and the error shows the whole path', () => {
    expect(resolve({ name: 'module', path: 'm.mjs' }, { allowCode: true })).toEqual({
      kind: 'module',
      path: '/abs/m.mjs',
    });
    expect(() => resolve({ name: 'module', path: 'm.mjs' })).toThrow('/abs/m.mjs is code');
  });
});
