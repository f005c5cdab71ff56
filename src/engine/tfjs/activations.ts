import type { ActivationName } from '../../models/layers.js';
import { keras } from './tensorflow.js';

type DenseArgs = Parameters<typeof keras.layers.dense>[0];
type ActivationIdentifier = NonNullable<DenseArgs['activation']>;

/** The activation as a part of a layer; null where it only exists as a layer of its own. */
export const activations: Readonly<Record<ActivationName, ActivationIdentifier | null>> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  'leaky-relu': null,
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  swish: 'swish',
  mish: 'mish',
  sigmoid: 'sigmoid',
  'hard-sigmoid': 'hardSigmoid',
  tanh: 'tanh',
  softplus: 'softplus',
  softsign: 'softsign',
  softmax: 'softmax',
};

/** Slope of leaky-relu below 0, that of keras.activations.leaky_relu. */
const negativeSlope = 0.2;

/** The activation as a layer. */
export function activationLayer(name: ActivationName): InstanceType<typeof keras.layers.Layer> {
  const activation = activations[name];
  return activation === null
    ? keras.layers.leakyReLU({ alpha: negativeSlope })
    : keras.layers.activation({ activation });
}
