import { userError } from '../base/errors.js';
import type { RunConfig } from '../config/run-config.js';
import { buildOptimizer } from '../optimizers/all.js';
import { buildMomentum, type TrainingScheduleConfig } from '../schedules/all.js';
import type { Horizon, Schedule } from '../schedules/schedule.js';

/**
 * The momentum of every update, where the schedule moves it; null where it is left to the optimizer.
 *
 * @param horizon lengths that the schedule's own are counted in
 * @throws userError MOMENTUM where the optimizer has no momentum that could be moved
 */
export function momentumOf(
  { optimizer }: RunConfig,
  schedule: TrainingScheduleConfig,
  horizon: Horizon,
): Schedule | null {
  const momentum = buildMomentum(schedule, horizon);
  if (momentum === null) return null;
  const { momentum: own } = buildOptimizer(optimizer);
  if (own !== undefined) return (step) => momentum(step) ?? own;
  const why =
    'momentum' in optimizer ? `${optimizer.name} has momentum 0` : `${optimizer.name} has none that a schedule can set`;
  throw userError('MOMENTUM', `train.schedule: ${schedule.name} moves the momentum, and ${why}`, {
    hint:
      'momentum' in optimizer
        ? 'set optimizer.momentum above 0, or leave cycleMomentum, baseMomentum and maxMomentum out'
        : 'take --set optimizer=momentum, nesterov or adam, or leave cycleMomentum, baseMomentum and maxMomentum out',
  });
}
