import { randomStream } from '../../base/random.js';
import type { InitializerConfig } from '../../models/layers.js';
import { initialValues } from '../initializers.js';
import { core, keras } from './tensorflow.js';

type Initializer = ReturnType<typeof keras.initializers.zeros>;

/** Gives each weight of one layer its own stream of random numbers. */
export type SeededInitializers = (config: InitializerConfig, weight: number) => Initializer;

/**
 * Initializers of layer number `layer`. Those of TensorFlow.js itself take seed 0 for none and stretch normal
 * distributions; an instance of one of them is the form in which its layers accept others.
 */
export const seededInitializers =
  (seed: number, layer: number): SeededInitializers =>
  (config, weight) =>
    Object.assign(keras.initializers.zeros(), {
      apply: (shape: number[]) =>
        core.tensor(initialValues(config, shape, randomStream(seed, 'initializer', layer, weight)), shape),
    });
