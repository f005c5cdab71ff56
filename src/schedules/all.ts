import { z } from 'zod';
import type { Horizon, Schedule } from './schedule.js';
import { sweepExponential } from './sweep-exponential.js';
import { sweepLinear } from './sweep-linear.js';

/** Every built-in schedule, in the order of help and docs. To add one: its file, its import, its name here. */
export const schedules = [sweepExponential, sweepLinear] as const;

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };
const configs = schedules.map((spec) => spec.config) as unknown as ConfigsOf<typeof schedules>;

export const scheduleConfig = z.discriminatedUnion('name', configs);
export type ScheduleConfig = z.output<typeof scheduleConfig>;
export type ScheduleName = ScheduleConfig['name'];

/** The schedule that a config describes, over the given lengths. */
export function buildSchedule({ name, ...params }: ScheduleConfig, horizon: Horizon): Schedule {
  const spec = schedules.find((schedule) => schedule.name === name)!;
  return spec.build(params as never, horizon); // the union above has matched params to this spec
}
