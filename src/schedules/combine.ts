import { cosineBetween, geometricBetween, linearBetween } from '../base/numbers.js';
import { cycleAt } from './cycles.js';
import type { Schedule } from './schedule.js';

/** Something that is so at each update: a learning rate, a momentum. Pure and total, as schedules are. */
type Timeline<T> = (step: number) => T;

/** A timeline and how many updates it lasts. */
export interface Segment<T = number> {
  readonly schedule: Timeline<T>;
  readonly steps: number;
}

/** Plays segments one after another; each counts its steps from its own start. Past the end, the last one goes on. */
export function chain<T>(segments: readonly [Segment<T>, ...Segment<T>[]]): Timeline<T> {
  return (step) => {
    let start = 0;
    for (const { schedule, steps } of segments.slice(0, -1)) {
      if (step < start + steps) return schedule(step - start);
      start += steps;
    }
    return segments.at(-1)!.schedule(step - start);
  };
}

/** Stays for so many updates at what it begins with, then goes on as from its own start. */
export const delayed =
  <T>(schedule: Timeline<T>, steps: number): Timeline<T> =>
  (step) =>
    schedule(Math.max(0, step - steps));

/** All factors at once: lr(t) = s_1(t) s_2(t) ... */
export const product =
  (schedules: readonly Schedule[]): Schedule =>
  (step) =>
    schedules.reduce((result, schedule) => result * schedule(step), 1);

export interface Repeating {
  /** Updates of the first cycle, not necessarily a whole number. */
  readonly period: number;
  /** Each cycle is so many times as long as the one before: the same curve, stretched. Default 1. */
  readonly tMul?: number;
  /** Afterwards it stays at the end of the last cycle. Endless by default. */
  readonly cycles?: number | undefined;
}

/**
 * Begins anew after every period.
 *
 *   lr(t) = cycle_i((t - t_i) period / n_i),   i = restarts so far, t_i = the last one, n_i = period tMul^i
 *
 * @param cycle the timeline of the cycle of each number, over `period` updates
 */
export function repeat<T>(cycle: (index: number) => Timeline<T>, { period, tMul = 1, cycles }: Repeating): Timeline<T> {
  return (step) => {
    const { index, since, size } = cycleAt(step, period, tMul);
    if (cycles !== undefined && index >= cycles) return cycle(cycles - 1)(period);
    return cycle(index)((since * period) / size);
  };
}

/** Ways from one rate to another, by the part done, 0 to 1. */
const climbs = {
  linear: linearBetween,
  cosine: cosineBetween,
  sqrt: (from, to, part) => from + (to - from) * (1 - Math.sqrt(1 - part)),
  exponential: geometricBetween,
  constant: (from) => from,
} as const satisfies Record<string, (from: number, to: number, part: number) => number>;

export type WarmupShape = keyof typeof climbs;
export const warmupShapes = Object.keys(climbs) as [WarmupShape, ...WarmupShape[]];

export interface Climb {
  /** Rate of update 0. Default: to / (steps + 1), not 0: an update with rate 0 is a batch lost. */
  readonly from?: number | undefined;
  /** Rate that the climb leads to. Default: the first one of the schedule after it. */
  readonly to?: number | undefined;
  /** Default linear. `constant` stays at `from`; `exponential` needs one above 0. */
  readonly shape?: WarmupShape;
  /** Whether the schedule has been running since update 0, covered by the climb, as timm's do by default. */
  readonly covers?: boolean;
}

/**
 * A climb in front of a schedule.
 *
 *   lr(t) = from + (to - from) t / steps for t < steps, then schedule(t - steps); with `covers` schedule(t)
 *
 * `from` at step 0, exactly the schedule's own rate at step `steps`. 0 steps: the schedule itself.
 */
export function withWarmup(schedule: Schedule, steps: number, climb: Climb = {}): Schedule {
  const { covers = false, shape = 'linear', to = schedule(covers ? steps : 0), from = to / (steps + 1) } = climb;
  return (step) => {
    if (step < steps) return climbs[shape](from, to, step / steps);
    return schedule(covers ? step : step - steps);
  };
}
