import type { Dataset } from '../../src/datasets/dataset.js';
import type { LayerConfig } from '../../src/models/layers.js';
import type { LossConfig } from '../../src/models/losses.js';
import { datasetOf, labels, layersOf, lossOf, numbers, oneHotRows } from './setups.js';

interface Specimen {
  readonly layers: readonly LayerConfig[];
  readonly dataset: Dataset;
  readonly loss: LossConfig;
}

const rows = 32;
const image = [6, 6, 2];
const classes = labels(3, rows);
const sparse = lossOf('sparse-softmax-cross-entropy');
const out = (units: number) => ({ layer: 'dense', units });

/** Ten small models that cover all layers, initializers, activations and losses. */
export const zoo: Readonly<Record<string, Specimen>> = {
  'multilayer perceptron': {
    layers: layersOf(
      { layer: 'dense', units: 8, activation: 'relu', initializer: 'he-normal' },
      { layer: 'dense', units: 8, activation: 'selu', initializer: 'lecun-normal' },
      { layer: 'dense', units: 8, activation: 'gelu', initializer: 'glorot-normal', l1: 1e-3, l2: 1e-2 },
      out(3),
    ),
    dataset: datasetOf([5], classes, rows),
    loss: sparse,
  },
  'convolutions and max pooling': {
    layers: layersOf(
      { layer: 'conv2d', filters: 4, kernel: 3, padding: 'same', activation: 'tanh' },
      { layer: 'max-pooling2d' },
      { layer: 'conv2d', filters: 3, kernel: [2, 1], activation: 'swish', initializer: 'he-uniform' },
      { layer: 'global-max-pooling2d' },
      out(3),
    ),
    dataset: datasetOf(image, classes, rows),
    loss: sparse,
  },
  'strided convolution and average pooling': {
    layers: layersOf(
      { layer: 'conv2d', filters: 4, kernel: [1, 2], strides: 2, padding: 'same', activation: 'elu', bias: false },
      { layer: 'average-pooling2d', size: 2, strides: 1, padding: 'same' },
      { layer: 'global-average-pooling2d' },
      out(3),
    ),
    dataset: datasetOf(image, oneHotRows(3, rows), rows),
    loss: lossOf('softmax-cross-entropy'),
  },
  'depthwise convolution': {
    layers: layersOf(
      { layer: 'depthwise-conv2d', kernel: 3, multiplier: 2, activation: 'softplus', l2: 1e-2 },
      { layer: 'flatten' },
      out(1),
    ),
    dataset: datasetOf(image, labels(2, rows), rows),
    loss: lossOf('binary-cross-entropy'),
  },
  'separable convolution': {
    layers: layersOf(
      { layer: 'separable-conv2d', filters: 4, kernel: 3, activation: 'mish', initializer: 'lecun-uniform', l1: 1e-3 },
      { layer: 'spatial-dropout2d', rate: 0.25 },
      { layer: 'flatten' },
      out(2),
    ),
    dataset: datasetOf(image, numbers(2, rows), rows),
    loss: lossOf('huber', { delta: 0.7 }),
  },
  'batch normalization and dropout': {
    layers: layersOf(
      { layer: 'dense', units: 8, initializer: 'orthogonal' },
      { layer: 'batch-normalization' },
      { layer: 'activation', activation: 'leaky-relu' },
      { layer: 'dropout', rate: 0.4 },
      out(3),
    ),
    dataset: datasetOf([5], classes, rows),
    loss: sparse,
  },
  'layer normalization, reshape and rescaling': {
    layers: layersOf(
      { layer: 'rescaling', scale: 0.5, offset: 0.1 },
      { layer: 'reshape', shape: [3, 4] },
      { layer: 'dense', units: 4, activation: 'softsign', initializer: { name: 'random-normal', scale: 0.4 } },
      { layer: 'layer-normalization' },
      { layer: 'flatten' },
      { layer: 'dense', units: 6, activation: 'leaky-relu', initializer: { name: 'truncated-normal', scale: 0.4 } },
      { layer: 'dense', units: 2, activation: 'hard-sigmoid' },
    ),
    dataset: datasetOf([12], numbers(2, rows), rows),
    loss: lossOf('mse'),
  },
  'embedding and lstm': {
    layers: layersOf({ layer: 'embedding', vocabulary: 7, units: 4 }, { layer: 'lstm', units: 5 }, out(3)),
    dataset: datasetOf([6], classes, rows, 7),
    loss: sparse,
  },
  'stacked gru': {
    layers: layersOf(
      { layer: 'gru', units: 4, returnSequences: true },
      { layer: 'gru', units: 3, l2: 1e-3 },
      { layer: 'dense', units: 3, activation: 'softmax' },
    ),
    dataset: datasetOf([4, 3], classes, rows),
    loss: lossOf('sparse-softmax-cross-entropy', { fromLogits: false }),
  },
  'bounded activations': {
    layers: layersOf(
      { layer: 'dense', units: 6, activation: 'relu6', initializer: { name: 'random-uniform', scale: 0.5 } },
      { layer: 'activation', activation: 'softmax' },
      { layer: 'dense', units: 6, activation: 'sigmoid', initializer: 'ones' },
      { layer: 'activation', activation: 'linear' },
      { layer: 'dense', units: 2, initializer: 'zeros' },
    ),
    dataset: datasetOf([5], numbers(2, rows), rows),
    loss: lossOf('mae'),
  },
};
