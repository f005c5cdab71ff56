import { z } from 'zod';
import { userError } from '../base/errors.js';
import { layerConfig } from './layers.js';
import type { ResolvedModel } from './model.js';
import type { ModelConfig } from './model-config.js';
import { presets } from './presets/all.js';
import type { ModelContext } from './presets/preset.js';

export interface ModelSurroundings extends ModelContext {
  /** The user said --allow-code. */
  readonly allowCode: boolean;
  /** Absolute path of an existing file; throws a user error that names `key` where there is none. */
  readonly existingFile: (path: string, key: string) => string;
}

/**
 * The model ready to be built: presets become layers, paths absolute.
 *
 * Errors: MODEL_UNFIT (a preset cannot take such inputs), CODE_NOT_ALLOWED (a module without --allow-code), and what
 * `existingFile` throws.
 */
export function resolveModel(config: ModelConfig, surroundings: ModelSurroundings): ResolvedModel {
  const { allowCode, existingFile } = surroundings;
  if (config.name === 'layers') return { kind: 'layers', layers: config.layers };
  if (config.name === 'file') return { kind: 'file', path: existingFile(config.path, 'model.path') };
  if (config.name === 'module') {
    const path = existingFile(config.path, 'model.path');
    if (allowCode) return { kind: 'module', path };
    throw userError('CODE_NOT_ALLOWED', `model.path: ${path} is code, and code of a config is not run unasked`, {
      hint: 'read the file; if you trust it, run the same command with --allow-code',
    });
  }
  const { name, ...params } = config;
  const preset = presets.find((candidate) => candidate.name === name)!;
  const layers = preset.layers(params as never, surroundings); // the union has matched params to this preset
  return { kind: 'layers', layers: z.array(layerConfig).parse(layers) };
}
