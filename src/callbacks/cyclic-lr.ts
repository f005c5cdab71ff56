import { type ClrOptions, clr } from '../api/schedules.js';
import { userError } from '../base/errors.js';
import { ScheduledLR } from './scheduled-lr.js';
import type { Model } from './tfjs.js';

/** What the Keras callback calls two of the parameters. */
interface KerasNames {
  /** Another name of `halfCycle`. */
  readonly stepSize?: ClrOptions['halfCycle'];
  /** Another name of `scale`. */
  readonly scaleFn?: ClrOptions['scale'];
}

export type CyclicLROptions = ClrOptions & KerasNames;

/**
 * Cyclical learning rates (Smith 2017, arXiv:1506.01186): between baseLr and maxLr in straight lines.
 *
 *   new CyclicLR(model, { baseLr: 0.001, maxLr: 0.006, halfCycle: 2000 })
 *
 * baseLr is a quarter of maxLr if left out. halfCycle is a number of updates; '2ep' wants stepsPerEpoch, and where it is
 * left out whole cycles fill totalSteps. Modes triangular, triangular2 (peaks halve) and exp-range (by gamma), or
 * `scaleFn` of the cycle (from 1) or, with scaleMode 'iterations', of the update. Formula: `clr`.
 *
 * Errors: OPTION, RUN_LENGTH, SCHEDULE.
 */
export class CyclicLR extends ScheduledLR<ClrOptions> {
  constructor(model: Model, options: CyclicLROptions) {
    super(model, ownNames(options), clr);
  }

  /** Begins anew, with other bounds where they are given: `reset({ baseLr: 1e-4, maxLr: 1e-3, halfCycle: 500 })`. */
  override reset(changes: Partial<CyclicLROptions> = {}): void {
    super.reset(ownNames(changes));
  }
}

function ownNames<T extends Partial<CyclicLROptions>>({ stepSize, scaleFn, ...options }: T): Omit<T, keyof KerasNames> {
  const twice = (mine: string, kerass: string) =>
    userError('OPTION', `CyclicLR: ${kerass} is another name of ${mine}: give one of them`);
  if (stepSize !== undefined && options.halfCycle !== undefined) throw twice('halfCycle', 'stepSize');
  if (scaleFn !== undefined && options.scale !== undefined) throw twice('scale', 'scaleFn');
  return {
    ...options,
    ...(stepSize !== undefined && { halfCycle: stepSize }),
    ...(scaleFn !== undefined && { scale: scaleFn }),
  };
}
