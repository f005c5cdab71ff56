import { buildMomentum, buildSchedule, type ScheduleName, scheduleConfig } from '../../../src/schedules/all.js';
import type { Momentum, Schedule } from '../../../src/schedules/schedule.js';

/** Keyword arguments of a reference, as its case gives them. */
// biome-ignore lint/suspicious/noExplicitAny: as the reference packages take them
export type Args = Record<string, any>;

export interface Case {
  readonly id: string;
  readonly reference: string;
  readonly args: Args;
  readonly steps: readonly number[];
  readonly lr: readonly number[];
  readonly momentum?: readonly number[];
  readonly horizon?: number;
  readonly precision?: 'float32';
  readonly rtol?: number;
  readonly atol?: number;
  readonly quirk_steps?: readonly number[];
}

/** A case of a reference in our terms. */
export type Reference = (args: Args, whole: Case) => Schedule;
/** The momentum of a case, in our terms. */
export type MomentumReference = (args: Args, whole: Case) => Momentum;

/** Our schedule by its name, as from a config; lengths are in updates, so that the run's own matters only where given. */
export const ours = (name: ScheduleName, params: Args, totalSteps = 1): Schedule =>
  buildSchedule(scheduleConfig.parse({ name, ...params }), { totalSteps, stepsPerEpoch: 1 });

export const oursMomentum = (name: ScheduleName, params: Args): Momentum =>
  buildMomentum(scheduleConfig.parse({ name, ...params }), { totalSteps: 1, stepsPerEpoch: 1 })!;

export const times =
  (factor: number, schedule: Schedule): Schedule =>
  (t) =>
    factor * schedule(t);

/** The expression of a scale function with its parameters put in. */
export const scaleText = (scale: Args): string =>
  scale['expr'].replace(/\b[a-z]\w*\b/gi, (word: string) =>
    word in scale && word !== 'x' ? `(${scale[word]})` : word,
  );
