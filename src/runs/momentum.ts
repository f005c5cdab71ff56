import { userError } from '../base/errors.js';
import type { RunConfig } from '../config/run-config.js';
import { buildOptimizer } from '../optimizers/all.js';
import type { Momentum, Schedule } from '../schedules/schedule.js';

/**
 * The momentum of every update, where the schedule moves it: where it leaves an update alone, the optimizer's own.
 *
 * @throws userError MOMENTUM where the optimizer has no momentum that could be moved
 */
export function momentumOf(momentum: Momentum, { optimizer, train }: RunConfig): Schedule {
  const { momentum: own } = buildOptimizer(optimizer);
  if (own !== undefined) return (step) => momentum(step) ?? own;
  const why =
    'momentum' in optimizer ? `${optimizer.name} has momentum 0` : `${optimizer.name} has none that a schedule can set`;
  throw userError('MOMENTUM', `train.schedule: ${train.schedule.name} moves the momentum, and ${why}`, {
    hint:
      'momentum' in optimizer
        ? 'set optimizer.momentum above 0, or leave cycleMomentum, baseMomentum and maxMomentum out'
        : 'take --set optimizer=momentum, nesterov or adam, or leave cycleMomentum, baseMomentum and maxMomentum out',
  });
}
