import { type Length, updatesIn } from '../base/units.js';
import { buildMomentum, buildSchedule, type ScheduleConfig } from './all.js';
import { delayed, type WarmupShape, withWarmup } from './combine.js';
import type { Horizon, Momentum, Schedule } from './schedule.js';

/** The climb in front of a schedule, as a config has it. */
export interface Warmup {
  readonly warmup: Length;
  readonly warmupShape: WarmupShape;
  readonly warmupFrom?: number | undefined;
  readonly warmupCompat: 'none' | 'timm';
}

/** What a run does at each of its updates. */
export interface Course {
  readonly at: Schedule;
  /** null where it is left to the optimizer. */
  readonly momentum: Momentum | null;
  readonly warmupSteps: number;
}

/**
 * The rates of a whole run: the warm-up, then the schedule over what that leaves of the run. With `warmupCompat: timm`
 * the schedule begins with the run, and the climb, which leads to maxLr, covers its start.
 *
 * Error: SCHEDULE where parameters contradict each other.
 */
export function buildCourse(config: ScheduleConfig, warmup: Warmup, horizon: Horizon): Course {
  const { totalSteps } = horizon;
  const warmupSteps = Math.min(totalSteps - 1, updatesIn(warmup.warmup, horizon));
  const covers = warmup.warmupCompat === 'timm';
  const own = covers ? horizon : { ...horizon, totalSteps: totalSteps - warmupSteps };
  const momentum = buildMomentum(config, own);
  return {
    at: withWarmup(buildSchedule(config, own), warmupSteps, {
      shape: warmup.warmupShape,
      from: warmup.warmupFrom,
      covers,
      ...(covers && 'maxLr' in config && { to: config.maxLr }),
    }),
    momentum: momentum && (covers ? momentum : delayed(momentum, warmupSteps)),
    warmupSteps,
  };
}
