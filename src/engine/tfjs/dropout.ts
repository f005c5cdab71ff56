import { userError } from '../../base/errors.js';
import { type RandomStream, randomStream } from '../../base/random.js';
import type { Device } from './device.js';
import type { Layer } from './layers.js';
import { core, type LayersModel, type Tensor } from './tensorflow.js';

/** Where training stands: with the seed and the layer it names the mask. */
export interface Clock {
  update: number;
  microbatch: number;
  /** False while a pass in the way of training is only to tell a loss: nothing is dropped then. */
  dropping: boolean;
}

/** What names the masks of a layer's stream; `index` counts all layers, those of nested models too. */
export const maskStream = (seed: number, index: number, { update, microbatch }: Pick<Clock, 'update' | 'microbatch'>) =>
  [seed, 'dropout', index, update, microbatch] as const;

/** What a layer of TensorFlow.js may be, seen from outside. */
interface LayerParts {
  readonly layers?: readonly Layer[];
  readonly rate?: number;
  readonly cell?: { readonly dropout?: number; readonly recurrentDropout?: number };
  getNoiseShape?(input: Tensor): number[] | null;
}

const partsOf = (layer: Layer) => layer as unknown as LayerParts;
const dropoutLayers = ['Dropout', 'SpatialDropout1D'];
const otherNoise = ['GaussianNoise', 'GaussianDropout', 'AlphaDropout'];

/** All layers, those of nested models too. */
const flattened = (layers: readonly Layer[]): readonly Layer[] =>
  layers.flatMap((layer) => [layer, ...flattened(partsOf(layer).layers ?? [])]);

/**
 * Has every dropout layer of the model draw its masks from the seed, the layer and the clock: another one each step, the
 * same ones when the run is repeated. (Stock dropout repeats one mask if it is given a seed, and cannot be repeated if
 * not.)
 *
 * Errors: MODEL_NOT_REPEATABLE for other layers that draw random numbers.
 */
export function seedDropout(model: LayersModel, seed: number, clock: Clock, device: Device): void {
  flattened(model.layers).forEach((layer, index) => {
    const kind = layer.getClassName();
    const { rate = 0, cell, getNoiseShape } = partsOf(layer);
    if (otherNoise.includes(kind) || (cell?.dropout ?? 0) > 0 || (cell?.recurrentDropout ?? 0) > 0) {
      throw userError('MODEL_NOT_REPEATABLE', `layer '${layer.name}' (${kind}) draws random numbers without a seed`, {
        hint: 'use Dropout layers instead: their masks follow from --seed',
      });
    }
    if (!dropoutLayers.includes(kind)) return;
    layer.call = (inputs, kwargs) => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      if (!kwargs['training'] || !clock.dropping || rate === 0) return x;
      const shape = getNoiseShape?.call(layer, x) ?? x.shape;
      const draw = () => dropoutMask(shape, rate, randomStream(...maskStream(seed, index, clock)));
      return core.tidy(() => core.mul(x, device.upload(draw(), shape, { kind: 'mask', draw })));
    };
  });
}

/** What is kept is multiplied by `factor`; dropped is where 31 random bits are below `threshold`. */
export const maskNumbers = (rate: number) => ({ factor: 1 / (1 - rate), threshold: Math.ceil(rate * 2 ** 31) });

/** 0 with probability `rate`, else 1 / (1 - rate). */
export function dropoutMask(shape: readonly number[], rate: number, random: RandomStream): Float32Array {
  const mask = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const { factor, threshold } = maskNumbers(rate);
  const values = Float32Array.of(factor, 0);
  // Looked up by the sign of the difference: a branch that is taken at random costs three times as much.
  for (let i = 0; i < mask.length; i++) mask[i] = values[(random.bits() - threshold) >>> 31]!;
  return mask;
}
