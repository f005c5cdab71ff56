import { z } from 'zod';
import { backends, engineModeChoices } from '../base/backends.js';
import { named } from '../base/named.js';
import { datasetConfig } from '../datasets/all.js';
import { lossChoice, lossNames } from '../models/losses.js';
import { metricNames } from '../models/metrics.js';
import { modelConfig } from '../models/model-config.js';
import { optimizerConfig } from '../optimizers/all.js';
import { findConfig } from './find-config.js';
import type { KeyPath } from './key-path.js';
import { trainConfig } from './train-config.js';

/** Sections whose value may be the name alone. */
export const namedSections: readonly KeyPath[] = [
  ['dataset'],
  ['model'],
  ['loss'],
  ['optimizer'],
  ['train', 'schedule'],
];

/** One run: everything that decides its numbers. The only home of defaults. */
export const runConfig = z
  .strictObject({
    $schema: z.string().optional().describe('where the JSON Schema of this file is; for editors'),
    dataset: named(datasetConfig, 'what is learnt from'),
    model: named(modelConfig, 'what is trained'),
    loss: z
      .union([
        z
          .enum(lossNames)
          .transform((name) => lossChoice.parse({ name }))
          .describe('its name alone'),
        lossChoice,
      ])
      .optional()
      .describe('what is minimised; chosen by the targets of the data set if left out'),
    metrics: z
      .array(z.enum(metricNames))
      .max(metricNames.length)
      .optional()
      .describe('what evaluations report besides the loss; chosen by the targets of the data set if left out'),
    optimizer: named(optimizerConfig, 'how a gradient becomes an update').prefault({ name: 'sgd' }),
    batchSize: z.int().min(1).max(100_000_000).default(32).describe('examples per batch'),
    seed: z
      .int()
      .default(42)
      .describe('initial weights, order of the examples, splits and dropout follow from it; any whole number'),
    backend: z
      .enum(['auto', ...backends])
      .default('auto')
      .describe('what runs the arithmetic; auto: the first that works of native, wasm, cpu'),
    engineMode: z
      .enum(engineModeChoices)
      .default('auto')
      .describe(
        'how a training step runs on native: fused by our own kernels, compiled to one graph, or eager; auto: the fastest that can be',
      ),
    find: findConfig.prefault({}),
    train: trainConfig.prefault({}),
  })
  .describe('a run of lr-tool');
export type RunConfig = z.output<typeof runConfig>;
