import { z } from 'zod';
import { findConfig } from './find-config.js';

const { for: use, rule } = findConfig.shape;

/** The part of a report's config that says how its curve was read; the defaults where it says nothing. */
export const recordedConfig = z.object({
  find: z.object({ for: use, rule }).catch({ for: 'clr', rule: 'auto' }).prefault({}),
  optimizer: z
    .object({ momentum: z.number().min(0).lt(1) })
    .catch({ momentum: 0 })
    .prefault({ momentum: 0 }),
});
