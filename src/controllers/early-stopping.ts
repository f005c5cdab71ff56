import { z } from 'zod';
import { fromJsonNumber, type JsonNumber, jsonNumber } from '../base/json-number.js';
import { type Controller, type ControllerSpec, type Decision, nothing, type Watched } from './controller.js';
import { epochsText, type MonitorChoice, modeOf, monitorParams, patience } from './monitor.js';
import { isBetter, type Threshold, thresholdSize } from './threshold.js';

export interface EarlyStoppingState {
  /** Null before the first value. */
  readonly best: JsonNumber | null;
  /** Epochs without improvement, or without reaching the baseline. */
  readonly wait: number;
  /** Epoch whose weights are kept; null before any are. */
  readonly keptEpoch: number | null;
}

const params = {
  ...monitorParams,
  patience: patience(20, 'epochs without improvement after which training stops'),
  minDelta: thresholdSize(0, 'least change of the value that counts as better'),
  baseline: z.number().optional().describe('a value to be beaten: until it is, improving is not enough to go on'),
  startFromEpoch: z.int().min(0).default(0).describe('epochs that pass before it looks'),
  restoreBestWeights: z.boolean().default(true).describe('whether training ends with the weights of the best epoch'),
};
type EarlyStopping = z.output<z.ZodObject<typeof params>>;

/**
 * Ends a training that no longer improves; Keras's counting.
 *
 *   wait + 1; the first value or one better than the best by more than minDelta: best = value, its weights are kept,
 *   and wait = 0 if there is no baseline or the value beats that too. Else wait >= patience, not at the first epoch: stop.
 *
 * A training never stops at an epoch that is the best so far. The first weights seen are kept too, so that there is
 * always something to restore. Not a number that comes first is never beaten.
 */
export const earlyStopping = {
  name: 'early-stopping',
  summary: 'ends the training when a value has stopped improving, with the weights of the best epoch',
  source: 'https://keras.io/api/callbacks/early_stopping/',
  params,
  build(stopping: EarlyStopping, watched: Watched): Controller<EarlyStoppingState> {
    const { monitor = watched.monitor, patience, baseline, startFromEpoch, restoreBestWeights } = stopping;
    const threshold: Threshold = {
      mode: modeOf(stopping satisfies MonitorChoice, monitor),
      threshold: stopping.minDelta,
      thresholdMode: 'abs',
    };
    return {
      start: { best: null, wait: 0, keptEpoch: null },
      fold(state, { epoch, values }) {
        const value = values[monitor];
        if (value === undefined || epoch <= startFromEpoch) return { state, decision: nothing };
        const better = state.best === null || isBetter(value, fromJsonNumber(state.best), threshold);
        const keep = restoreBestWeights && (better || state.keptEpoch === null);
        const beaten = baseline === undefined || isBetter(value, baseline, threshold);
        const wait = better && beaten ? 0 : state.wait + 1;
        const stops = !better && wait >= patience && epoch > 1;
        const decision: Decision = {
          ...(keep && { keepWeights: true }),
          ...(stops && { stop: true, why: `${monitor} has not improved for ${epochsText(wait)}` }),
        };
        const best = better ? jsonNumber(value) : state.best;
        return { state: { best, wait, keptEpoch: keep ? epoch : state.keptEpoch }, decision };
      },
    };
  },
} as const satisfies ControllerSpec<string, typeof params, EarlyStoppingState>;
