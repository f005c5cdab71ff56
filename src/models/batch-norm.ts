import type { ModelConfig } from './model-config.js';

/** Whether a model normalises over its batches, as far as its config tells: not what a file or a module holds. */
export const normalisesBatches = (config: ModelConfig): boolean =>
  (config.name === 'mlp' && config.batchNorm) ||
  (config.name === 'layers' && config.layers.some(({ layer }) => layer === 'batch-normalization'));
