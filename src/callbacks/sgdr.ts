import { cosineRestarts, type ScheduleOptions } from '../api/schedules.js';
import { ScheduledLR } from './scheduled-lr.js';
import type { Model } from './tfjs.js';

export type SGDROptions = ScheduleOptions<'cosine-restarts'>;

/**
 * Cosine falls with a jump back up after each: stochastic gradient descent with warm restarts (Loshchilov and Hutter
 * 2017, arXiv:1608.03983).
 *
 *   new SGDR(model, { maxLr: 0.05, baseLr: 1e-4, firstCycle: '10ep', tMul: 2, stepsPerEpoch: 50 })
 *
 * The rate moves with every update, not once an epoch. Formula: `cosineRestarts`.
 *
 * Errors: OPTION, RUN_LENGTH, SCHEDULE.
 */
export class SGDR extends ScheduledLR<SGDROptions> {
  constructor(model: Model, options: SGDROptions) {
    super(model, options, cosineRestarts);
  }
}
