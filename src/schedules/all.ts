import { z } from 'zod';
import { userError } from '../base/errors.js';
import { named } from '../base/named.js';
import { chainOf } from './chain.js';
import { mistakeIn } from './check.js';
import { clr } from './clr.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { cosineRestarts } from './cosine-restarts.js';
import { csv } from './csv.js';
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
import { maxLr } from './params.js';
import type { Parts } from './part.js';
import { piecewiseConstant } from './piecewise-constant.js';
import { piecewiseInterpolate } from './piecewise-interpolate.js';
import { polynomial } from './polynomial.js';
import { productOf } from './product.js';
import { repeatOf } from './repeat.js';
import type { Horizon, Momentum, Schedule } from './schedule.js';
import { step } from './step.js';
import { sweepExponential } from './sweep-exponential.js';
import { sweepLinear } from './sweep-linear.js';
import { tanh } from './tanh.js';
import { warmupStableDecay } from './warmup-stable-decay.js';

/** The schedules as parts of others: the list below is not complete before those that are made of them. */
const parts: Parts = {
  config: z.lazy((): Parts['config'] => named(scheduleChoice, 'a schedule') as unknown as Parts['config']),
  lacksMaxLr: (part) => lacksMaxLr(part as TrainingScheduleChoice),
  build: (part, horizon) => buildSchedule(part as ScheduleConfig, horizon),
  momentum: (part, horizon) => buildMomentum(part as ScheduleConfig, horizon),
};

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
  piecewiseInterpolate,
  inverseTime,
  inverseSqrt,
  noam,
  warmupStableDecay,
  flatCosine,
  tanh,
  linearCosine,
  chainOf(parts),
  repeatOf(parts),
  productOf(parts),
  csv,
] as const;

/** Every built-in schedule, those of range tests last. Its type is written out: made of the values, it would be as long again. */
export const schedules: readonly [...typeof trainingSchedules, typeof sweepExponential, typeof sweepLinear] = [
  ...trainingSchedules,
  sweepExponential,
  sweepLinear,
];

export const scheduleNames = schedules.map(({ name }) => name);

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };
const configsOf = <T extends readonly { config: z.ZodObject }[]>(specs: T) =>
  specs.map((spec) => spec.config) as unknown as ConfigsOf<T>;

type ConfigOf<T extends readonly { config: z.ZodObject }[]> = z.ZodDiscriminatedUnion<ConfigsOf<T>, 'name'>;

export const scheduleConfig: ConfigOf<typeof schedules> = z.discriminatedUnion('name', configsOf(schedules));
export const trainingScheduleConfig: ConfigOf<typeof trainingSchedules> = z.discriminatedUnion(
  'name',
  configsOf(trainingSchedules),
);

type Choice<Config> =
  Config extends z.ZodObject<infer Shape, z.core.$strict>
    ? z.ZodObject<
        Omit<Shape, 'maxLr'> & { maxLr: z.ZodOptional<typeof maxLr>; name: Shape['name' & keyof Shape] },
        z.core.$strict
      >
    : never;
type ChoicesOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: Choice<T[K]['config']> };

/** A schedule as people write it: maxLr may be left out, and then comes from elsewhere (a range test, the whole). */
export const scheduleChoice: z.ZodDiscriminatedUnion<
  ChoicesOf<typeof trainingSchedules>,
  'name'
> = z.discriminatedUnion(
  'name',
  trainingSchedules.map(({ config, summary }) =>
    config
      .extend({ maxLr: maxLr.optional().describe('highest learning rate; left out: found by a range test, if needed') })
      .describe(summary),
  ) as unknown as ChoicesOf<typeof trainingSchedules>,
);
export type TrainingScheduleChoice = z.output<typeof scheduleChoice>;

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

/** Whether the rates of a schedule are not known yet: it has no maxLr, and needs one. */
export function lacksMaxLr(schedule: TrainingScheduleChoice | ScheduleConfig): boolean {
  const { params, needsMaxLr } = scheduleSpec(schedule.name);
  const given = 'maxLr' in schedule && schedule.maxLr !== undefined;
  return 'maxLr' in params && !given && (needsMaxLr?.(schedule as never) ?? true);
}

/** The momentum that a config wants to go with its rates; null where it leaves the momentum to the optimizer. */
export function buildMomentum({ name, ...params }: ScheduleConfig, horizon: Horizon): Momentum | null {
  return scheduleSpec(name).momentum?.(params as never, horizon) ?? null;
}
