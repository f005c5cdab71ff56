import { z } from 'zod';
import type { DatasetSpec } from './dataset.js';
import { type ScalingName, scalingNames, scalings } from './scale.js';

/** What every data set takes besides its own parameters. */
const commonParams = (scaling: ScalingName) => ({
  validation: z
    .number()
    .min(0)
    .max(0.9)
    .optional()
    .describe(
      'share of the training rows kept for validation, 0 for none; left out: the own test part of the data, else 0.2. ' +
        'A share leaves the test part unused',
    ),
  stratify: z.boolean().optional().describe('keep the share of each class when splitting; true for class labels'),
  scaling: z
    .enum(scalingNames)
    .default(scaling)
    .describe(scalingNames.map((name) => `${name}: ${scalings[name].summary}`).join('; ')),
  oneHot: z.boolean().default(false).describe('turn class labels into rows of 0 and 1'),
  limit: z
    .int()
    .min(1)
    .optional()
    .describe('use at most so many rows, drawn at random; a test part keeps its share of them'),
});

export const defineDataset = <const N extends string, const S extends z.core.$ZodShape>(spec: DatasetSpec<N, S>) => ({
  ...spec,
  config: z
    .strictObject({ name: z.literal(spec.name).describe(spec.summary), ...spec.params, ...commonParams(spec.scaling) })
    .describe(spec.summary),
});
