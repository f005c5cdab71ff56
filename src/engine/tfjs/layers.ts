import type { ActivationName, LayerConfig, LayerName, LayerOf } from '../../models/layers.js';
import { activationLayer, activations } from './activations.js';
import type { SeededInitializers } from './initializers.js';
import { keras } from './tensorflow.js';

const { layers, regularizers } = keras;

export type Layer = InstanceType<typeof layers.Layer>;
type Build<N extends LayerName> = (config: LayerOf<N>, initial: SeededInitializers) => Layer;

const penalty = ({ l1, l2 }: { readonly l1: number; readonly l2: number }) =>
  l1 > 0 || l2 > 0 ? regularizers.l1l2({ l1, l2 }) : null;

const fused = (activation: ActivationName) => activations[activation] ?? 'linear';

/** Exact optional properties: strides that are left out must not be there. */
const pooling = ({ size, strides, padding }: LayerOf<'max-pooling2d' | 'average-pooling2d'>) => ({
  poolSize: pair(size),
  strides: pair(strides ?? size),
  padding,
});

const pair = (side: number | [number, number]): [number, number] => (typeof side === 'number' ? [side, side] : side);

const windowed = (config: LayerOf<'conv2d' | 'depthwise-conv2d' | 'separable-conv2d'>) => ({
  kernelSize: pair(config.kernel),
  strides: pair(config.strides),
  padding: config.padding,
  useBias: config.bias,
  activation: fused(config.activation),
});

/** As in Keras 3 and PyTorch; TensorFlow.js itself would take the hard sigmoid. */
const recurrent = (config: LayerOf<'lstm' | 'gru'>, initial: SeededInitializers) => ({
  units: config.units,
  returnSequences: config.returnSequences,
  recurrentActivation: 'sigmoid' as const,
  kernelInitializer: initial(config.initializer, 0),
  recurrentInitializer: initial('orthogonal', 1),
  kernelRegularizer: penalty(config)!,
});

const builders: { readonly [N in LayerName]: Build<N> } = {
  dense: (config, initial) =>
    layers.dense({
      units: config.units,
      useBias: config.bias,
      activation: fused(config.activation),
      kernelInitializer: initial(config.initializer, 0),
      kernelRegularizer: penalty(config)!,
    }),
  conv2d: (config, initial) =>
    layers.conv2d({
      ...windowed(config),
      filters: config.filters,
      kernelInitializer: initial(config.initializer, 0),
      kernelRegularizer: penalty(config)!,
    }),
  'depthwise-conv2d': (config, initial) =>
    layers.depthwiseConv2d({
      ...windowed(config),
      depthMultiplier: config.multiplier,
      depthwiseInitializer: initial(config.initializer, 0),
      depthwiseRegularizer: penalty(config)!,
    }),
  'separable-conv2d': (config, initial) =>
    layers.separableConv2d({
      ...windowed(config),
      filters: config.filters,
      depthMultiplier: config.multiplier,
      depthwiseInitializer: initial(config.initializer, 0),
      pointwiseInitializer: initial(config.initializer, 1),
      depthwiseRegularizer: penalty(config)!,
      pointwiseRegularizer: penalty(config)!,
    }),
  'max-pooling2d': (config) => layers.maxPooling2d(pooling(config)),
  'average-pooling2d': (config) => layers.averagePooling2d(pooling(config)),
  'global-average-pooling2d': () => layers.globalAveragePooling2d({}),
  'global-max-pooling2d': () => layers.globalMaxPooling2d({}),
  flatten: () => layers.flatten(),
  reshape: ({ shape }) => layers.reshape({ targetShape: shape }),
  activation: ({ activation }) => activationLayer(activation),
  dropout: ({ rate }) => layers.dropout({ rate }),
  'spatial-dropout2d': ({ rate }) => layers.dropout({ rate, noiseShape: [null!, 1, 1, null!] }),
  'batch-normalization': ({ momentum, epsilon }) => layers.batchNormalization({ momentum, epsilon }),
  'layer-normalization': ({ epsilon }) => layers.layerNormalization({ epsilon }),
  embedding: (config, initial) =>
    layers.embedding({
      inputDim: config.vocabulary,
      outputDim: config.units,
      embeddingsInitializer: initial(config.initializer, 0),
    }),
  lstm: (config, initial) => layers.lstm(recurrent(config, initial)),
  gru: (config, initial) => layers.gru(recurrent(config, initial)),
  rescaling: ({ scale, offset }) => layers.rescaling({ scale, offset }),
};

/** The layers of TensorFlow.js that make up one layer of a config: two where its activation only exists as a layer. */
export function buildLayers(config: LayerConfig, initial: SeededInitializers): readonly Layer[] {
  const build = builders[config.layer] as Build<LayerName>;
  const layer = build(config as never, initial); // the name has chosen the builder of this very config
  const apart = config.layer !== 'activation' && 'activation' in config && activations[config.activation] === null;
  return apart ? [layer, activationLayer(config.activation)] : [layer];
}
