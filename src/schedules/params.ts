import { z } from 'zod';
import { exactLength, type Length, length, lengthOrZero, updatesIn } from '../base/units.js';
import type { Horizon } from './schedule.js';

/** A learning rate that training can use. */
export const rate = z.number().positive();

/** A learning rate, or 0 where nothing is to be learnt. */
export const rateOrZero = z.number().min(0);

/** The highest rate of a schedule; every schedule for training has it. */
export const maxLr = rate.describe('highest learning rate');

/** What a decay ends at or does not fall below. */
export const floor = rateOrZero.default(0);

/** A factor that makes a rate smaller, or leaves it. */
export const factor = z.number().positive().max(1);

/** Power of the part done, of falls that timm knows too. */
export const kDecay = z
  .number()
  .positive()
  .max(100)
  .default(1)
  .describe('power of the part done (arXiv:2004.05909): above 1 the fall comes later');

export { exactLength, type Length, length, lengthOrZero };

/** A length in updates; at least one, so that nothing divides by it in vain. */
export const updates = (span: Length, horizon: Horizon): number => Math.max(1, updatesIn(span, horizon));
