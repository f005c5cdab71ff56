import { z } from 'zod';

// biome-ignore format: a paragraph of names
export const activationNames = [
  'linear', 'relu', 'relu6', 'leaky-relu', 'elu', 'selu', 'gelu', 'swish', 'mish', 'sigmoid', 'hard-sigmoid', 'tanh',
  'softplus', 'softsign', 'softmax',
] as const;
export type ActivationName = (typeof activationNames)[number];

// biome-ignore format: a paragraph of names
export const initializerNames = [
  'glorot-uniform', 'glorot-normal', 'he-uniform', 'he-normal', 'lecun-uniform', 'lecun-normal', 'random-uniform',
  'random-normal', 'truncated-normal', 'orthogonal', 'zeros', 'ones',
] as const;
export type InitializerName = (typeof initializerNames)[number];

const count = z.int().min(1);
const side = z.union([count, z.tuple([count, count])]);
const activation = z.enum(activationNames).default('linear').describe('applied to the output');
const initializer = z
  .union([
    z.enum(initializerNames),
    z.strictObject({
      name: z.enum(['random-uniform', 'random-normal', 'truncated-normal']).describe('which distribution'),
      scale: z.number().positive().describe('standard deviation, or half the range of random-uniform'),
    }),
  ])
  .describe('distribution of the initial weights');
export type InitializerConfig = z.output<typeof initializer>;

const weights = {
  initializer: initializer.default('glorot-uniform'),
  l1: z.number().min(0).default(0).describe('l1 penalty on the weights, added to the loss'),
  l2: z.number().min(0).default(0).describe('l2 penalty on the weights, added to the loss: l2 * sum(w^2)'),
};
const bias = z.boolean().default(true).describe('add a bias');
const rate = z.number().min(0).lt(1).default(0.5).describe('share of values set to 0 in training');
const epsilon = z.number().positive().default(1e-3).describe('added to the variance, against division by 0');
/**
 * That of PyTorch (its momentum 0.1), not the 0.99 of Keras: averages that need hundreds of updates to follow the weights
 * make validation losses of short trainings far too high, and the best epoch the wrong one.
 */
const momentum = z.number().min(0).lt(1).default(0.9).describe('share that the moving averages keep; Keras: 0.99');
const padding = z.enum(['valid', 'same']).default('valid').describe('same: output as large as the input at stride 1');
const window = {
  kernel: side.describe('height and width of the filter'),
  strides: side.default(1).describe('step of the filter'),
  padding,
};
const pooling = {
  size: side.default(2).describe('height and width of the window'),
  strides: side.optional().describe('step of the window; its size if left out'),
  padding,
};
const recurrent = {
  units: count.describe('width of the state'),
  ...weights,
  returnSequences: z.boolean().default(false).describe('give every state, not only the last one'),
};

const layer = <const N extends string, S extends z.core.$ZodShape>(name: N, summary: string, params: S) =>
  z.strictObject({ layer: z.literal(name).describe(summary), ...params }).describe(summary);

/** Every layer, in the order of help and docs. Shapes: without the batch axis, channels last. */
export const layers = [
  layer('dense', '[n] -> [units]: x W + b', { units: count.describe('outputs'), activation, bias, ...weights }),
  layer('conv2d', '[h, w, c] -> [h2, w2, filters]', {
    filters: count.describe('output channels'),
    ...window,
    activation,
    bias,
    ...weights,
  }),
  layer('depthwise-conv2d', '[h, w, c] -> [h2, w2, c multiplier]: each channel on its own', {
    multiplier: count.default(1).describe('outputs per channel'),
    ...window,
    activation,
    bias,
    ...weights,
  }),
  layer('separable-conv2d', '[h, w, c] -> [h2, w2, filters]: depthwise, then 1x1', {
    filters: count.describe('output channels'),
    multiplier: count.default(1).describe('outputs per channel of the depthwise part'),
    ...window,
    activation,
    bias,
    ...weights,
  }),
  layer('max-pooling2d', 'largest value of each window', pooling),
  layer('average-pooling2d', 'mean of each window', pooling),
  layer('global-average-pooling2d', '[h, w, c] -> [c]: mean of each channel', {}),
  layer('global-max-pooling2d', '[h, w, c] -> [c]: largest value of each channel', {}),
  layer('flatten', 'any shape -> [n]', {}),
  layer('reshape', 'same values in another shape', {
    shape: z.array(count).min(1).max(4).describe('without the batch axis'),
  }),
  layer('activation', 'a function of each value', {
    activation: z.enum(activationNames).describe('which function'),
  }),
  layer('dropout', 'sets values to 0 and scales the others by 1 / (1 - rate); in training only', { rate }),
  layer('spatial-dropout2d', 'dropout of whole channels', { rate }),
  layer('batch-normalization', 'zero mean and unit variance over the batch, per channel', {
    momentum,
    epsilon,
  }),
  layer('layer-normalization', 'zero mean and unit variance over the last axis', {
    epsilon,
  }),
  layer('embedding', '[n] whole numbers -> [n, units]', {
    vocabulary: count.describe('numbers 0 .. vocabulary - 1'),
    units: count.describe('width of the vector of each number'),
    initializer: initializer.default('random-uniform'),
  }),
  layer('lstm', '[time, n] -> [units]', recurrent),
  layer('gru', '[time, n] -> [units]', recurrent),
  layer('rescaling', 'x * scale + offset', {
    scale: z.number().describe('factor'),
    offset: z.number().default(0).describe('added after'),
  }),
] as const;

export const layerNames = layers.map((schema) => schema.shape.layer.value);
export const layerConfig = z.discriminatedUnion('layer', layers);
export type LayerConfig = z.output<typeof layerConfig>;
export type LayerName = LayerConfig['layer'];
/** The parameters of one kind of layer. */
export type LayerOf<N extends LayerName> = Extract<LayerConfig, { layer: N }>;
