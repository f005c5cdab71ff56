import { z } from 'zod';
import { userError } from '../../base/errors.js';
import type { layerConfig } from '../layers.js';

/** A layer as a person writes it: defaults may be left out. */
export type LayerInput = z.input<typeof layerConfig>;

/** What the data says about the ends of a model. */
export interface ModelContext {
  /** Shape of one example, without the batch axis, channels last. */
  readonly inputShape: readonly number[];
  /** Width of the last layer. */
  readonly outputs: number;
}

/** A model with a name: its parameters, and the layers they stand for. */
export interface PresetSpec<N extends string = string, S extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Paper or page the architecture is from. */
  readonly source: string;
  readonly params: S;
  readonly layers: (params: z.output<z.ZodObject<S>>, context: ModelContext) => readonly LayerInput[];
}

/** Adds the strict schema of the config: the name and the parameters, nothing else. */
export const definePreset = <const N extends string, const S extends z.core.$ZodShape>(spec: PresetSpec<N, S>) => ({
  ...spec,
  config: z.strictObject({ name: z.literal(spec.name).describe(spec.summary), ...spec.params }).describe(spec.summary),
});

/** Dense layers take flat inputs. */
export const flattened = ({ inputShape }: ModelContext): LayerInput[] =>
  inputShape.length === 1 ? [] : [{ layer: 'flatten' }];

/** Refuses data that is not an image of `side` x `side` pixels or more, before a convolution runs out of pixels. */
export function requireImages(name: string, side: number, { inputShape }: ModelContext): void {
  const [height = 0, width = 0] = inputShape;
  if (inputShape.length === 3 && height >= side && width >= side) return;
  throw userError(
    'MODEL_UNFIT',
    `model.name: ${name} takes images of ${side} x ${side} pixels or more, the examples have shape [${inputShape}]`,
    { hint: 'set model.name to mlp, or give the data set the shape [height, width, channels]' },
  );
}
