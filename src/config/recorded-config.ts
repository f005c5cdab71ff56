import { z } from 'zod';
import { findConfig } from './find-config.js';

const { for: use, rule, profile } = findConfig.shape;
const share = z.number().min(0).lt(1).optional().catch(undefined);

/** The part of a report's config that says how its curve was read; the defaults where it says nothing. */
export const recordedConfig = z.object({
  find: z.object({ for: use, rule, profile }).catch({ for: 'clr', rule: 'auto' }).prefault({}),
  optimizer: z
    .object({ name: z.string().catch('sgd'), momentum: share, beta1: share })
    .catch({ name: 'sgd' })
    .prefault({ name: 'sgd' }),
});
