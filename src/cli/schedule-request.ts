import { resolve } from 'node:path';
import { z } from 'zod';
import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import { lengthOrZero } from '../base/units.js';
import { version } from '../base/version.js';
import { bundledPath, startingConfigs } from '../config/bundled.js';
import { problemsOf, sentenceOf } from '../config/issues.js';
import { readingsOf } from '../config/override.js';
import type { ScheduleReport } from '../reports/schedule.js';
import { readScheduleFile } from '../runs/schedule-file.js';
import {
  lacksMaxLr,
  type ScheduleConfig,
  type ScheduleName,
  scheduleChoice,
  scheduleConfig,
  scheduleNames,
  scheduleSpec,
  type TrainingScheduleChoice,
} from '../schedules/all.js';
import { type WarmupShape, warmupShapes } from '../schedules/combine.js';
import { buildCourse, type Warmup } from '../schedules/course.js';
import { ratesOf } from '../schedules/schedule.js';
import type { Scheduled } from '../snippets/course.js';
import type { Io } from './io.js';

/** What the flags of `lr-tool schedule` say about the schedule. */
export interface ScheduleRequest {
  readonly maxLr?: string;
  readonly baseLr?: string;
  readonly steps?: string;
  readonly epochs?: string;
  readonly warmup?: string;
  readonly warmupShape?: string;
  readonly set?: readonly string[];
}

/** The flags of these, but for --set. */
export const scheduleFlags = {
  maxLr: '--max-lr',
  baseLr: '--base-lr',
  steps: '--steps',
  epochs: '--epochs',
  warmup: '--warmup',
  warmupShape: '--warmup-shape',
} as const satisfies Partial<Record<keyof ScheduleRequest, string>>;

/** A schedule with the run that it is shown over. */
export interface Asked {
  readonly config: ScheduleConfig;
  readonly warmup: Warmup;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Folder that names of files start from. */
  readonly baseDir: string;
}

/** Where nothing says how long the run is. */
const usual = { steps: '1000', epochs: '10', maxLr: 1 } as const;

/** The rates of a schedule, and what they were made from. */
export interface RequestedSchedule extends Scheduled {
  readonly report: ScheduleReport;
}

/** The rates of what was typed: the name of a schedule, or a config, whose own schedule and length are taken. */
export async function requestSchedule(what: string, request: ScheduleRequest, io: Io): Promise<RequestedSchedule> {
  if (!namesConfig(what)) return scheduled(fromFlags(knownName(what), request, io));
  const { fromConfig } = await import('./schedule-from-config.js'); // late: a name needs no schema of configs
  return scheduled(await fromConfig(what, request, io));
}

/**
 * The name of a schedule.
 *
 * Error: SCHEDULE where there is none of that name.
 */
export function knownName(typed: string): ScheduleName {
  const name = scheduleNames.find((known) => known === typed);
  if (name !== undefined) return name;
  throw userError('SCHEDULE', `no schedule is called '${typed}'`, {
    hint: didYouMean(typed, [...scheduleNames, ...startingConfigs()]),
  });
}

const namesConfig = (text: string) => text === '-' || /[./\\]/.test(text) || bundledPath(text) !== undefined;

function scheduled({ config, warmup, totalSteps, stepsPerEpoch, baseDir }: Asked): RequestedSchedule {
  const readText = (path: string) => readScheduleFile(resolve(baseDir, path));
  const course = buildCourse(config, warmup, { totalSteps, stepsPerEpoch, readText });
  const { momentum, warmupSteps } = course;
  const { name, ...parameters } = config;
  const lr = ratesOf(course.at, totalSteps);
  const report: ScheduleReport = {
    kind: 'lr-tool/schedule',
    version: 1,
    tool: version,
    schedule: { name, parameters, warmupSteps, totalSteps, stepsPerEpoch },
    lr,
    ...(momentum && { momentum: lr.map((_, step) => momentum(step) ?? null) }),
  };
  return { report, config, horizon: { totalSteps: totalSteps - warmupSteps, stepsPerEpoch }, warmupSteps, lr };
}

/** Of updates or epochs. */
export const wholeNumber = z.int().min(1).max(10_000_000);

function fromFlags(name: ScheduleName, request: ScheduleRequest, io: Io): Asked {
  const totalSteps = typed('--steps', request.steps ?? usual.steps, wholeNumber);
  const epochs = typed('--epochs', request.epochs ?? usual.epochs, wholeNumber);
  const warmup: Warmup = {
    warmup: typed('--warmup', request.warmup ?? '0', lengthOrZero),
    warmupShape: (request.warmupShape ?? warmupShapes[0]) as WarmupShape,
    warmupCompat: 'none',
  };
  const config = configFrom(name, request);
  return { config, warmup, totalSteps, stepsPerEpoch: Math.max(1, Math.round(totalSteps / epochs)), baseDir: io.cwd };
}

/** The value of a flag as its schema takes it. */
export function typed<T>(flag: string, text: string, schema: z.ZodType<T>): T {
  for (const reading of readingsOf(text).readings) {
    const parsed = schema.safeParse(reading);
    if (parsed.success) return parsed.data;
  }
  const hint = `try ${flag} 100`;
  throw userError('FLAG_INVALID', `${flag} ${text}: not a number or length that can be used here`, { hint });
}

/** The parameters that were typed, checked by the schedule's own schema. */
function configFrom(name: ScheduleName, { maxLr, baseLr, set = [] }: ScheduleRequest): ScheduleConfig {
  const { params } = scheduleSpec(name);
  const settings = [
    ...(maxLr === undefined ? [] : [`maxLr=${maxLr}`]),
    ...(baseLr === undefined ? [] : [`baseLr=${baseLr}`]),
    ...set,
  ];
  const raw = { name, ...Object.fromEntries(settings.map((setting) => settingOf(setting, params))) };
  const schema = 'maxLr' in params ? scheduleChoice : scheduleConfig;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return withUsualRate(parsed.data);
  const [first] = problemsOf(parsed.error.issues, schema, raw);
  throw userError('SCHEDULE', `${name}: ${sentenceOf(first!)}`, {
    hint: '`lr-tool schedule --list` shows the parameters of every schedule',
  });
}

/** The schedule with a maxLr, where it needs one and has none. */
export const withUsualRate = (schedule: TrainingScheduleChoice | ScheduleConfig): ScheduleConfig =>
  scheduleConfig.parse(lacksMaxLr(schedule) ? { ...schedule, maxLr: usual.maxLr } : schedule);

/** "key=value" with the value as the parameter takes it: a number, other JSON, or text. */
function settingOf(setting: string, params: Readonly<Record<string, z.core.$ZodType>>): [string, unknown] {
  const [key, ...rest] = setting.split('=');
  if (rest.length === 0) throw userError('SCHEDULE', `--set ${setting} must be key=value`, { hint: '--set gamma=0.9' });
  const { readings } = readingsOf(rest.join('='));
  const schema = Object.hasOwn(params, key!) ? params[key!] : undefined;
  const fits = readings.find((reading) => schema !== undefined && z.safeParse(schema, reading).success);
  return [key!, fits ?? readings[0]];
}
