import { linearBetween } from '../base/numbers.js';
import type { Schedule } from './schedule.js';

/** A schedule and how many updates it lasts. */
export interface Segment {
  readonly schedule: Schedule;
  readonly steps: number;
}

/** Plays segments one after another; each counts its steps from its own start. Past the end, the last one goes on. */
export function chain(segments: readonly [Segment, ...Segment[]]): Schedule {
  return (step) => {
    let start = 0;
    for (const { schedule, steps } of segments.slice(0, -1)) {
      if (step < start + steps) return schedule(step - start);
      start += steps;
    }
    return segments.at(-1)!.schedule(step - start);
  };
}

/** Stays for so many updates at what it begins with. */
export const delayed =
  <T>(schedule: (step: number) => T, steps: number) =>
  (step: number): T =>
    schedule(Math.max(0, step - steps));

/**
 * A straight climb in front of a schedule.
 *
 *   lr(t) = from + (schedule(0) - from) t / steps for t < steps, then schedule(t - steps)
 *
 * `from` at step 0, exactly schedule(0) at step `steps`. `from` is schedule(0) / (steps + 1) by default, not 0: an update
 * with rate 0 is a batch lost. 0 steps: the schedule itself.
 */
export function withWarmup(schedule: Schedule, steps: number, from = schedule(0) / (steps + 1)): Schedule {
  const climb: Schedule = (step) => linearBetween(from, schedule(0), step / steps);
  return chain([
    { schedule: climb, steps },
    { schedule, steps: Number.POSITIVE_INFINITY },
  ]);
}
