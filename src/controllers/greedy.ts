import { z } from 'zod';
import { fromJsonNumber, type JsonNumber, jsonNumber } from '../base/json-number.js';
import { type Controller, type ControllerSpec, nothing, type Watched } from './controller.js';
import { epochsText, type MonitorChoice, modeOf, monitorParams, patience } from './monitor.js';
import { isBetter, type Threshold, thresholdModes, thresholdSize, worst } from './threshold.js';

export interface GreedyState {
  readonly lr: number;
  readonly best: JsonNumber;
  /** Good epochs in a row; below 0: bad ones. */
  readonly streak: number;
  /** Epochs left in which nothing is counted: after a cut, and after a raise. */
  readonly cooldown: number;
  readonly warmup: number;
  /** Cuts at the lowest rate that are left until it begins anew. */
  readonly untilReset: number;
  readonly recent: Recent;
}

/** The latest values and their running sum. */
interface Recent {
  readonly values: readonly JsonNumber[];
  readonly sum: JsonNumber;
}

const params = {
  ...monitorParams,
  factor: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.95)
    .describe('bad epochs multiply the learning rate by it, good ones divide'),
  patience: patience(10, 'good or bad epochs in a row after which the rate changes, one more than this'),
  threshold: thresholdSize(1e-6),
  thresholdMode: z
    .enum(thresholdModes)
    .default('abs')
    .describe("rel: part of the best value; abs: of the value's own unit"),
  cooldown: z.int().min(0).default(0).describe('epochs after a cut in which nothing is counted'),
  warmup: z.int().min(0).default(0).describe('epochs after a raise in which nothing is counted'),
  minLr: z.number().min(0).optional().describe('lowest rate; a hundredth of that of the schedule if left out'),
  maxLr: z.number().positive().optional().describe('highest rate; twice that of the schedule if left out'),
  eps: z.number().min(0).default(1e-8).describe('changes smaller than this are left out'),
  window: z.int().min(1).default(1).describe('latest values whose mean is judged; 1: the value itself'),
  resetAfter: z.int().min(1).default(500).describe('cuts at the lowest rate after which it begins anew'),
};
type Greedy = z.output<z.ZodObject<typeof params>>;

/**
 * GreedyLR: raises the learning rate on a streak of improving epochs, cuts it on a streak of others.
 *
 *   good > patience: lr = min(lr / factor, maxLr)       bad > patience: lr = max(lr factor, minLr)
 *
 * and the streak begins again. After `resetAfter` cuts at minLr, everything is as at the start.
 */
export const greedy = {
  name: 'greedy',
  summary: 'raises the learning rate while a value improves and cuts it while it does not',
  source:
    'Subramanian et al. 2025, arXiv:2512.14527; https://huggingface.co/docs/transformers/main_classes/optimizer_schedules',
  params,
  build(config: Greedy, watched: Watched): Controller<GreedyState> {
    const { monitor = watched.monitor, factor, patience, eps, resetAfter } = config;
    const { minLr = watched.lr / 100, maxLr = watched.lr * 2 } = config;
    const mode = modeOf(config satisfies MonitorChoice, monitor);
    const threshold: Threshold = { mode, threshold: config.threshold, thresholdMode: config.thresholdMode };
    const start: GreedyState = {
      lr: watched.lr,
      best: jsonNumber(worst(mode)),
      streak: 0,
      cooldown: 0,
      warmup: 0,
      untilReset: resetAfter,
      recent: { values: [], sum: 0 },
    };

    const raised = (state: GreedyState): GreedyState => {
      const higher = Math.min(state.lr / factor, maxLr);
      const lr = higher - state.lr > eps ? higher : state.lr;
      return { ...state, lr, streak: 0, warmup: config.warmup, untilReset: resetAfter };
    };
    const cut = (state: GreedyState): GreedyState => {
      const lower = Math.max(state.lr * factor, minLr);
      const lr = state.lr - lower > eps ? lower : state.lr;
      const untilReset = lr > minLr ? state.untilReset : state.untilReset - 1;
      if (untilReset <= 0) return { ...start, cooldown: config.cooldown };
      return { ...state, lr, streak: 0, cooldown: config.cooldown, untilReset };
    };
    const counted = (state: GreedyState, value: number): GreedyState => {
      if (state.cooldown > 0) return { ...state, cooldown: state.cooldown - 1, streak: 0 };
      if (state.warmup > 0) return { ...state, warmup: state.warmup - 1, streak: 0 };
      const better = isBetter(value, fromJsonNumber(state.best), threshold);
      const best = better ? jsonNumber(value) : state.best;
      const streak = better ? Math.max(state.streak, 0) + 1 : Math.min(state.streak, 0) - 1;
      return { ...state, best, streak };
    };

    return {
      start,
      fold(before, { values }) {
        const value = values[monitor];
        if (value === undefined) return { state: before, decision: nothing };
        const recent = remember(before.recent, value, config.window);
        const mean = fromJsonNumber(recent.sum) / recent.values.length;
        const state = counted({ ...before, recent }, mean);
        const { streak } = state;
        const after = streak > patience ? raised(state) : -streak > patience ? cut(state) : state;
        if (after.lr === before.lr) return { state: after, decision: nothing };
        const why = `${monitor} has ${streak > 0 ? 'improved' : 'not improved'} for ${epochsText(Math.abs(streak))}`;
        return { state: after, decision: { lr: after.lr, why } };
      },
    };
  },
} as const satisfies ControllerSpec<string, typeof params, GreedyState>;

/** The sum is kept, not taken anew, as in the original: a value that is not a number stays in it. */
function remember({ values, sum }: Recent, value: number, window: number): Recent {
  if (window === 1) return { values: [jsonNumber(value)], sum: jsonNumber(value) };
  const all = [...values, jsonNumber(value)];
  const more = fromJsonNumber(sum) + value;
  return all.length > window
    ? { values: all.slice(1), sum: jsonNumber(more - fromJsonNumber(all[0]!)) }
    : { values: all, sum: jsonNumber(more) };
}
