import { type Recommendation, recommend } from '../analysis/bounds/recommend.js';
import type { UseName } from '../analysis/bounds/uses.js';
import { userError } from '../base/errors.js';
import { runConfig } from '../config/run-config.js';
import type { TrainConfig } from '../config/train-config.js';
import type { FindReport } from '../reports/find.js';
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
export const useOf = (name: ScheduleName): UseName => scheduleSpec(name).rates ?? 'constant';

/** Those of the recommended rates that a schedule takes from a range test. */
export const ratesFor = (name: ScheduleName, { baseLr, maxLr }: Required<Rates>): Rates =>
  scheduleSpec(name).rates === undefined ? { maxLr } : { baseLr, maxLr };

/**
 * Reads the curve of a find report again, for a schedule that it may not have been made for.
 *
 * Errors: REPORT_INVALID where its config cannot be read; NO_RATES where the curve supports no suggestion.
 */
export function ratesFromReport(report: FindReport, where: string, name: ScheduleName): Rates {
  const config = runConfig.safeParse(report.config);
  if (!config.success) {
    throw userError('REPORT_INVALID', `${where}: its config is not one of this lr-tool`, {
      hint: 'write it again with `lr-tool find`',
    });
  }
  const { find, optimizer } = config.data;
  const curve = { lr: report.curve.lr, loss: report.curve.loss.map((loss) => loss ?? Number.NaN) };
  const found: Recommendation = recommend(curve, {
    for: useOf(name),
    steps: report.sweep.steps,
    momentum: 'momentum' in optimizer ? optimizer.momentum : 0,
    ...(find.rule !== 'auto' && { rule: find.rule }),
  });
  if (found.ok) return ratesFor(name, found);
  throw userError('NO_RATES', `${where} supports no learning rate for ${name}: ${found.why[0]}`, {
    hint: found.why.at(-1)!,
  });
}

/** The schedule with the rates that it lacks; a base_lr of its own is kept. */
export const withRates = (schedule: TrainConfig['schedule'], rates: Rates): TrainingScheduleConfig =>
  trainingScheduleConfig.parse({ ...rates, ...schedule, maxLr: schedule.maxLr ?? rates.maxLr });

/** The schedule, if it has its rates. */
export const complete = (schedule: TrainConfig['schedule']): TrainingScheduleConfig | null =>
  lacksMaxLr(schedule) ? null : trainingScheduleConfig.parse(schedule);
