import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { UseName } from '../analysis/bounds/uses.js';
import { ruleIn } from '../analysis/profiles.js';
import { recommendTogether } from '../analysis/repeats/recommend.js';
import { userError } from '../base/errors.js';
import { recordedConfig } from '../config/recorded-config.js';
import type { RunConfig } from '../config/run-config.js';
import type { TrainConfig } from '../config/train-config.js';
import { traitsOf } from '../optimizers/traits.js';
import type { FindReport } from '../reports/find.js';
import { repeatsIn } from '../reports/repeats-reading.js';
import {
  lacksMaxLr,
  type ScheduleName,
  scheduleSpec,
  type TrainingScheduleConfig,
  trainingScheduleConfig,
} from '../schedules/all.js';

/** The rates that a range test can give to a schedule. */
export interface Rates {
  readonly maxLr: number;
  /** Only for schedules whose lower bound a range test can tell. */
  readonly baseLr?: number;
}

/** Which rates of a range test suit a schedule. */
export const useOf = (name: ScheduleName): UseName => scheduleSpec(name).rates ?? 'cosine';

/** Uses whose lower bound is one to return to; the others end where their schedule says. */
const returning: readonly UseName[] = ['clr', 'one-cycle'];

/** Those of the recommended rates that a schedule takes from a range test. */
export const ratesFor = (name: ScheduleName, { baseLr, maxLr }: Required<Rates>): Rates =>
  returning.includes(useOf(name)) ? { baseLr, maxLr } : { maxLr };

/**
 * Reads the curve of a find report, or the median of its repeats, again: for a schedule that it may not have been made for.
 *
 * Error: NO_RATES where the curve supports no suggestion.
 */
export function ratesFromReport(report: FindReport, where: string, name: ScheduleName): Rates {
  const { find, optimizer } = recordedConfig.parse(report.config); // of a model of the user's own it says no more
  const rule = ruleIn(find);
  const found: Recommendation = recommendTogether(repeatsIn(report), {
    for: useOf(name),
    steps: report.sweep.steps,
    ...traitsOf(optimizer),
    ...(rule !== undefined && { rule }),
  });
  if (found.ok) return ratesFor(name, found);
  throw userError('NO_RATES', `${where} supports no learning rate for ${name}: ${found.why[0]}`, {
    hint: found.why.at(-1)!,
  });
}

/** What decides where a curve lies, and so where its rates hold. */
const decisive = ['dataset', 'model', 'loss', 'optimizer', 'batchSize'] as const;

/** Keys whose values are not those that the rates of a report were found with; what either leaves open is no difference. */
export function differencesFrom({ config: found }: FindReport, config: RunConfig): string[] {
  const differs = (a: unknown, b: unknown) =>
    a !== undefined && b !== undefined && JSON.stringify(a) !== JSON.stringify(b);
  const keys: string[] = decisive.filter((key) => differs(found[key], config[key]));
  const sweep = found['find'] as { readonly accumulate?: unknown } | undefined;
  return differs(sweep?.accumulate, config.train.accumulate) ? [...keys, 'train.accumulate'] : keys;
}

/** The schedule with the rates that it lacks; a base_lr of its own is kept. */
export const withRates = (schedule: TrainConfig['schedule'], rates: Rates): TrainingScheduleConfig =>
  trainingScheduleConfig.parse({ ...rates, ...schedule, maxLr: schedule.maxLr ?? rates.maxLr });

/** The schedule, if it has its rates. */
export const complete = (schedule: TrainConfig['schedule']): TrainingScheduleConfig | null =>
  lacksMaxLr(schedule) ? null : trainingScheduleConfig.parse(schedule);
