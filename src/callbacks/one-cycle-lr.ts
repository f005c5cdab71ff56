import { oneCycle, type ScheduleOptions } from '../api/schedules.js';
import { ScheduledLR } from './scheduled-lr.js';
import type { Model } from './tfjs.js';

export type OneCycleLROptions = ScheduleOptions<'one-cycle'>;

/**
 * One climb and one long fall over the whole training (Smith and Topin 2018, arXiv:1708.07120).
 *
 *   new OneCycleLR(model, { maxLr: 0.1, totalSteps: epochs * Math.ceil(rows / batchSize) })
 *
 * Numbers as PyTorch's OneCycleLR; flat after the last update. Formula: `oneCycle`.
 *
 * Errors: OPTION, RUN_LENGTH (totalSteps is wanted unless `steps` is a number), SCHEDULE.
 */
export class OneCycleLR extends ScheduledLR<OneCycleLROptions> {
  constructor(model: Model, options: OneCycleLROptions) {
    super(model, options, oneCycle);
  }
}
