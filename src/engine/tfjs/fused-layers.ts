import type { FusedLayer } from '../fused/addon.js';
import { maskNumbers } from './dropout.js';
import type { Layer } from './layers.js';
import type { LayersModel } from './tensorflow.js';

/** A model as a chain of layers that there are kernels for. */
export interface FusedModel {
  readonly layers: readonly FusedLayer[];
  /** The number of each layer with a mask among all layers of the model, in the order of the masks. */
  readonly masked: readonly number[];
}

/** Why there are no kernels for a model, in a few words. */
export type NotFused = { readonly why: string };

type Shape = readonly number[];
type Config = Readonly<Record<string, unknown>>;

/** A layer of the model: its shapes without the batch, its settings, and where its weights are. */
interface Place {
  readonly layer: Layer;
  readonly config: Config;
  readonly before: Shape;
  readonly after: Shape;
  readonly weight: (index: number) => number;
}

type Translation = (place: Place) => FusedLayer | NotFused | null;

const size = (shape: Shape) => shape.reduce((product, side) => product * side, 1);
const sides = (value: unknown): readonly [number, number] => {
  const [y, x = y] = Array.isArray(value) ? (value as number[]) : [value as number];
  return [y!, x!];
};
const refuse = (why: string): NotFused => ({ why });

/** relu and linear are part of what comes before; `null`: there are no kernels for it. */
function reluOf({ activation }: Config): boolean | null {
  if (activation === undefined || activation === null || activation === 'linear') return false;
  return activation === 'relu' ? true : null;
}

const noActivation = ({ activation }: Config) => refuse(`there is no fused kernel for ${String(activation)}`);

/** Padding 'same' puts half of it before, rounded down (https://www.tensorflow.org/api_docs/python/tf/nn, "Notes on padding"). */
function paddingOf(padding: unknown, from: number, filter: number, stride: number) {
  const total = padding === 'same' ? Math.max((Math.ceil(from / stride) - 1) * stride + filter - from, 0) : 0;
  return { before: Math.floor(total / 2), after: Math.ceil(total / 2) };
}

function windowOf({ config, before, after }: Place) {
  const [height, width, channels] = before as [number, number, number];
  const [outHeight, outWidth] = after as [number, number];
  const [strideY, strideX] = sides(config['strides']);
  return { height, width, channels, strideY, strideX, outHeight, outWidth };
}

const dense: Translation = ({ config, before, after, weight, layer }) => {
  const relu = reluOf(config);
  if (relu === null) return noActivation(config);
  if (before.length !== 1) return refuse('a dense layer over several axes has no fused kernel');
  const bias = layer.weights.length > 1 ? weight(1) : -1;
  return { kind: 'dense', inputs: before[0]!, units: after[0]!, weight: weight(0), bias, relu };
};

const convolution: Translation = (place) => {
  const { config, layer, weight } = place;
  const relu = reluOf(config);
  if (relu === null) return noActivation(config);
  const plain = config['dataFormat'] !== 'channelsFirst' && sides(config['dilationRate'] ?? 1).every((d) => d === 1);
  if (!plain) return refuse('a dilated convolution has no fused kernel');
  const window = windowOf(place);
  const [filterHeight, filterWidth] = sides(config['kernelSize']);
  const rows = paddingOf(config['padding'], window.height, filterHeight, window.strideY);
  const columns = paddingOf(config['padding'], window.width, filterWidth, window.strideX);
  return {
    kind: 'convolution',
    ...window,
    ...{ top: rows.before, bottom: rows.after, left: columns.before, right: columns.after },
    ...{ filterHeight, filterWidth, filters: place.after.at(-1)! },
    ...{ weight: weight(0), bias: layer.weights.length > 1 ? weight(1) : -1, relu },
  };
};

const maxPooling: Translation = (place) => {
  const { config } = place;
  const window = windowOf(place);
  const [poolHeight, poolWidth] = sides(config['poolSize']);
  const pads = [
    paddingOf(config['padding'], window.height, poolHeight, window.strideY),
    paddingOf(config['padding'], window.width, poolWidth, window.strideX),
  ];
  if (config['dataFormat'] === 'channelsFirst' || pads.some(({ before, after }) => before + after > 0)) {
    return refuse('padded pooling has no fused kernel');
  }
  return { kind: 'max-pooling', ...window, poolHeight, poolWidth };
};

/** One mask for every number, or one for every channel. */
const dropout: Translation = ({ layer, config, before }) => {
  const rate = config['rate'] as number;
  if (rate === 0) return null;
  const noise = config['noiseShape'] as readonly (number | null)[] | null | undefined;
  const channels = before.at(-1)!;
  const perChannel =
    layer.getClassName() === 'SpatialDropout1D' ||
    (noise?.length === before.length + 1 && noise[0] === null && noise.at(-1) === null && inner(noise).every(isOne));
  if (noise && !perChannel) return refuse('dropout of that noise shape has no fused kernel');
  const shape = perChannel
    ? { positions: size(before) / channels, channels }
    : { positions: 1, channels: size(before) };
  return { kind: 'mask', ...shape, ...maskNumbers(rate) };
};
const inner = (noise: readonly (number | null)[]) => noise.slice(1, -1);
const isOne = (side: number | null) => side === 1;

const activation: Translation = ({ config, before }) => {
  const relu = reluOf(config);
  if (relu === null) return noActivation(config);
  return relu ? { kind: 'relu', size: size(before) } : null;
};

/** By the class names of TensorFlow.js. */
const translations: Readonly<Record<string, Translation>> = {
  InputLayer: () => null,
  Dense: dense,
  Conv2D: convolution,
  MaxPooling2D: maxPooling,
  GlobalAveragePooling2D: ({ before }) => ({
    kind: 'global-average',
    positions: size(before.slice(0, -1)),
    channels: before.at(-1)!,
  }),
  Flatten: () => null,
  Reshape: () => null,
  Dropout: dropout,
  SpatialDropout1D: dropout,
  Activation: activation,
  ReLU: ({ config, before }) =>
    config['maxValue'] ? refuse('a bounded relu has no fused kernel') : { kind: 'relu', size: size(before) },
  Rescaling: ({ config, before }) => ({
    kind: 'rescaling',
    size: size(before),
    scale: config['scale'] as number,
    offset: config['offset'] as number,
  }),
};

/** The model in terms of the kernels, or why it cannot be put so. */
export function fusedModel(model: LayersModel): FusedModel | NotFused {
  if (model.nonTrainableWeights.length > 0) return refuse('there is no fused kernel for weights that are not trained');
  if (model.weights.some(({ constraint }) => constraint !== null)) return refuse('its weights have constraints');
  if (model.calculateLosses().length > 0) return refuse('there is no fused kernel for penalties on weights');
  const layers: FusedLayer[] = [];
  const masked: number[] = [];
  for (const [index, layer] of model.layers.entries()) {
    const kind = layer.getClassName();
    const translate = translations[kind];
    if (translate === undefined) return refuse(`there is no fused kernel for ${kind}`);
    if (index > 0 && layer.input !== model.layers[index - 1]!.output) return refuse('it is no chain of layers');
    const fused = translate({
      layer,
      config: layer.getConfig(),
      before: withoutBatch(layer.input),
      after: withoutBatch(layer.output),
      weight: (i) => model.trainableWeights.indexOf(layer.weights[i]!),
    });
    if (fused === null) continue;
    if ('why' in fused) return fused;
    if (fused.kind === 'mask') masked.push(index);
    layers.push(fused);
  }
  return { layers, masked };
}

const withoutBatch = (tensor: Layer['input']): Shape =>
  (Array.isArray(tensor) ? tensor[0]! : tensor).shape.slice(1).map(Number);
