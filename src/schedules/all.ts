import { z } from 'zod';
import { userError } from '../base/errors.js';
import { mistakeIn } from './check.js';
import { clr } from './clr.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { cosineRestarts } from './cosine-restarts.js';
import { exponential } from './exponential.js';
import { flatCosine } from './flat-cosine.js';
import { inverseSqrt } from './inverse-sqrt.js';
import { inverseTime } from './inverse-time.js';
import { linear } from './linear.js';
import { linearCosine } from './linear-cosine.js';
import { multiStep } from './multi-step.js';
import { naturalExp } from './natural-exp.js';
import { noam } from './noam.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstant } from './piecewise-constant.js';
import { polynomial } from './polynomial.js';
import type { Horizon, Momentum, Schedule } from './schedule.js';
import { step } from './step.js';
import { sweepExponential } from './sweep-exponential.js';
import { sweepLinear } from './sweep-linear.js';
import { tanh } from './tanh.js';
import { warmupStableDecay } from './warmup-stable-decay.js';

/** The schedules to train with, in the order of help and docs. To add one: its file, its import, its name here. */
export const trainingSchedules = [
  constant,
  clr,
  oneCycle,
  cosine,
  cosineRestarts,
  linear,
  polynomial,
  exponential,
  naturalExp,
  step,
  multiStep,
  piecewiseConstant,
  inverseTime,
  inverseSqrt,
  noam,
  warmupStableDecay,
  flatCosine,
  tanh,
  linearCosine,
] as const;

/** Every built-in schedule, those of range tests last. */
export const schedules = [...trainingSchedules, sweepExponential, sweepLinear] as const;

export const scheduleNames = schedules.map(({ name }) => name);

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };
const configsOf = <T extends readonly { config: z.ZodObject }[]>(specs: T) =>
  specs.map((spec) => spec.config) as unknown as ConfigsOf<T>;

export const scheduleConfig = z.discriminatedUnion('name', configsOf(schedules));
export const trainingScheduleConfig = z.discriminatedUnion('name', configsOf(trainingSchedules));
export type TrainingScheduleConfig = z.output<typeof trainingScheduleConfig>;
export type ScheduleConfig = z.output<typeof scheduleConfig>;
export type ScheduleName = ScheduleConfig['name'];

/** The description of a schedule by its name. */
export const scheduleSpec = (name: ScheduleName): (typeof schedules)[number] =>
  schedules.find((schedule) => schedule.name === name)!;

/**
 * The schedule that a config describes, over the given lengths.
 *
 * Error: SCHEDULE where parameters contradict each other.
 */
export function buildSchedule({ name, ...params }: ScheduleConfig, horizon: Horizon): Schedule {
  const mistake = mistakeIn(params);
  if (mistake !== null) {
    const { key, related, message } = mistake;
    throw userError('SCHEDULE', `${name}: ${key} ${message}`, { hint: `change ${key} or ${related}` });
  }
  return scheduleSpec(name).build(params as never, horizon); // the union above has matched params to this spec
}

/** The momentum that a config wants to go with its rates; null where it leaves the momentum to the optimizer. */
export function buildMomentum({ name, ...params }: ScheduleConfig, horizon: Horizon): Momentum | null {
  return scheduleSpec(name).momentum?.(params as never, horizon) ?? null;
}
