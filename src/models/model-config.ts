import { z } from 'zod';
import { filePath } from '../base/file-path.js';
import { layerConfig } from './layers.js';
import { presets } from './presets/all.js';

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };
const presetConfigs = presets.map((preset) => preset.config) as unknown as ConfigsOf<typeof presets>;

const described = <const N extends string, S extends z.core.$ZodShape>(name: N, summary: string, params: S) =>
  z.strictObject({ name: z.literal(name).describe(summary), ...params }).describe(summary);

/** A model: a preset by its name, its layers one by one, or a file of the user's. */
export const modelConfig = z.discriminatedUnion('name', [
  ...presetConfigs,
  described('layers', 'the layers one by one', {
    layers: z.array(layerConfig).min(1).max(1000).describe('from the input to the output, which is a layer too'),
  }),
  described('file', 'a TensorFlow.js layers model with its weights', {
    path: filePath('path of its model.json, the weight files beside it'),
  }),
  described('module', 'a module of yours; runs code, so it needs --allow-code', {
    path: filePath('path of a .js or .mjs whose default export is called with { tf, inputShape, outputs }'),
  }),
]);
export type ModelConfig = z.output<typeof modelConfig>;
export const modelNames = modelConfig.options.map((option) => option.shape.name.value);
