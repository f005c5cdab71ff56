import { resolve } from 'node:path';
import { z } from 'zod';
import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { lengthOrZero, updatesIn } from '../../base/units.js';
import { version } from '../../base/version.js';
import { problemsOf } from '../../config/issues.js';
import { readingsOf } from '../../config/override.js';
import { csvText } from '../../reports/csv.js';
import type { ScheduleReport } from '../../reports/schedule.js';
import { reportText } from '../../reports/write.js';
import { buildSchedule, type ScheduleConfig, scheduleConfig, scheduleNames, schedules } from '../../schedules/all.js';
import { withWarmup } from '../../schedules/combine.js';
import { ratesOf } from '../../schedules/schedule.js';
import { writeNamedFile } from '../../storage/atomic-write.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { scheduleTable } from '../schedule-table.js';
import { type Screen, type ScreenOptions, screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';

export interface ScheduleOptions extends ScreenOptions {
  readonly name?: string | undefined;
  readonly list?: boolean;
  readonly maxLr?: string;
  readonly baseLr?: string;
  readonly steps: string;
  readonly epochs: string;
  readonly warmup?: string;
  readonly set?: readonly string[];
  readonly format: keyof typeof formats;
  readonly out?: string;
}

const formats = {
  ascii: (report: ScheduleReport, screen: Screen) => `${shownReport(report, screen)}\n`,
  csv: ({ lr }: ScheduleReport) =>
    csvText(
      ['step', 'lr'],
      lr.map((rate, step) => [step, rate]),
    ),
  json: (report: ScheduleReport) => reportText(report),
} as const;

export async function run(options: ScheduleOptions, io: Io): Promise<number> {
  const screen = screenFor(io, { ...options, ...(options.out !== undefined && { color: false }) });
  const text = options.list ? scheduleTable(schedules) : formats[options.format](reportOf(options), screen);
  if (options.out === undefined) io.out.write(text);
  else await writeNamedFile(resolve(io.cwd, options.out), text);
  return exitCode('done');
}

const wholeNumber = z.int().min(1).max(10_000_000);

function reportOf(options: ScheduleOptions): ScheduleReport {
  const config = configOf(options);
  const totalSteps = typed('--steps', options.steps, wholeNumber);
  const stepsPerEpoch = Math.max(1, Math.round(totalSteps / typed('--epochs', options.epochs, wholeNumber)));
  const warmup = options.warmup === undefined ? 0 : typed('--warmup', options.warmup, lengthOrZero);
  const warmupSteps = Math.min(totalSteps - 1, updatesIn(warmup, { totalSteps, stepsPerEpoch }));
  const main = buildSchedule(config, { totalSteps: totalSteps - warmupSteps, stepsPerEpoch });
  const { name, ...parameters } = config;
  return {
    kind: 'lr-tool/schedule',
    version: 1,
    tool: version,
    schedule: { name, parameters, warmupSteps, totalSteps, stepsPerEpoch },
    lr: ratesOf(withWarmup(main, warmupSteps), totalSteps),
  };
}

/** The value of a flag as its schema takes it. */
function typed<T>(flag: string, text: string, schema: z.ZodType<T>): T {
  for (const reading of readingsOf(text).readings) {
    const parsed = schema.safeParse(reading);
    if (parsed.success) return parsed.data;
  }
  const hint = `try ${flag} 100`;
  throw userError('FLAG_INVALID', `${flag} ${text}: not a number or length that can be used here`, { hint });
}

/** The parameters that were typed, checked by the schedule's own schema. */
function configOf({ name, maxLr, baseLr, set = [] }: ScheduleOptions): ScheduleConfig {
  const spec = schedules.find((one) => one.name === name);
  if (name === undefined || spec === undefined) {
    throw userError('SCHEDULE', name === undefined ? 'no schedule named' : `no schedule is called '${name}'`, {
      hint: name === undefined ? '`lr-tool schedule --list` shows them all' : didYouMean(name, scheduleNames),
    });
  }
  const settings = [
    ...('maxLr' in spec.params ? [`maxLr=${maxLr ?? 1}`] : maxLr === undefined ? [] : [`maxLr=${maxLr}`]),
    ...(baseLr === undefined ? [] : [`baseLr=${baseLr}`]),
    ...set,
  ];
  const raw = { name, ...Object.fromEntries(settings.map((setting) => settingOf(setting, spec.params))) };
  const parsed = scheduleConfig.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first] = problemsOf(parsed.error.issues, scheduleConfig, raw);
  throw userError('SCHEDULE', `${name}: ${first!.path.join('.')} ${first!.message}`, {
    hint: '`lr-tool schedule --list` shows the parameters of every schedule',
  });
}

/** "key=value" with the value as the parameter takes it: a number, other JSON, or text. */
function settingOf(setting: string, params: Readonly<Record<string, z.core.$ZodType>>): [string, unknown] {
  const [key, ...rest] = setting.split('=');
  if (rest.length === 0) throw userError('SCHEDULE', `--set ${setting} must be key=value`, { hint: '--set gamma=0.9' });
  const { readings } = readingsOf(rest.join('='));
  const schema = Object.hasOwn(params, key!) ? params[key!] : undefined;
  const fits = readings.find((reading) => schema !== undefined && z.safeParse(schema, reading).success);
  return [key!, fits ?? readings[0]];
}
