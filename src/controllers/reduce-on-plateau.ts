import { z } from 'zod';
import { fromJsonNumber, type JsonNumber, jsonNumber } from '../base/json-number.js';
import { type Controller, type ControllerSpec, nothing, type Watched } from './controller.js';
import { epochsText, type MonitorChoice, modeOf, monitorParams, patience } from './monitor.js';
import { isBetter, type Threshold, thresholdModes, thresholdSize, worst } from './threshold.js';

export interface PlateauState {
  readonly lr: number;
  /** Null before the first value. */
  readonly best: JsonNumber | null;
  /** Epochs without improvement. */
  readonly bad: number;
  /** Epochs of the cooldown that are left. */
  readonly cooldown: number;
}

const params = {
  ...monitorParams,
  factor: z.number().gt(0).lt(1).default(0.1).describe('what the learning rate is multiplied by'),
  patience: patience(10, 'epochs without improvement that are borne'),
  threshold: thresholdSize(1e-4),
  thresholdMode: z
    .enum(thresholdModes)
    .optional()
    .describe("rel: part of the best value; abs: of the value's own unit; left out: rel, with compat keras abs"),
  cooldown: z.int().min(0).default(0).describe('epochs after a reduction in which none is counted'),
  minLr: z.number().min(0).default(0).describe('the learning rate is not reduced below it'),
  eps: z.number().min(0).default(1e-8).describe('reductions smaller than this are left out (compat pytorch)'),
  startFromEpoch: z.int().min(0).default(0).describe('epochs that pass before it looks'),
  compat: z
    .enum(['pytorch', 'keras'])
    .default('pytorch')
    .describe('whose counting: pytorch reduces after more than patience bad epochs, keras at patience of them'),
};
type Plateau = z.output<z.ZodObject<typeof params>>;

/**
 * Multiplies the learning rate by `factor` when a value has stopped improving.
 *
 *   pytorch   better: best = value, bad = 0; else bad + 1. In the cooldown: cooldown - 1, bad = 0.
 *             bad > patience: lr = max(lr factor, minLr) if that is lower by more than eps; bad = 0, cooldown again.
 *   keras     in the cooldown: cooldown - 1, bad = 0. The first value or a better one: best = value, bad = 0; else, out
 *             of the cooldown, bad + 1; bad >= patience and lr > minLr: lr = max(lr factor, minLr), bad = 0, cooldown.
 *
 * On a constant value with patience p and cooldown c: every p + c + 1 epochs with pytorch; every max(p, 1) epochs, or
 * max(p, 1) + c - 1 where c > 0, with keras. Not a number counts as bad; with keras it is never beaten if it came first.
 */
export const reduceOnPlateau = {
  name: 'reduce-on-plateau',
  summary: 'multiplies the learning rate by a factor when a value has stopped improving',
  source:
    'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html; https://keras.io/api/callbacks/reduce_lr_on_plateau/',
  params,
  build(plateau: Plateau, watched: Watched): Controller<PlateauState> {
    const { monitor = watched.monitor, startFromEpoch, compat } = plateau;
    const threshold: Threshold = {
      mode: modeOf(plateau satisfies MonitorChoice, monitor),
      threshold: plateau.threshold,
      thresholdMode: plateau.thresholdMode ?? (compat === 'keras' ? 'abs' : 'rel'),
    };
    const fold = compat === 'keras' ? foldKeras : foldPytorch;
    return {
      start: { lr: watched.lr, best: null, bad: 0, cooldown: 0 },
      fold(state, { epoch, values }) {
        const value = values[monitor];
        if (value === undefined || epoch <= startFromEpoch) return { state, decision: nothing };
        const { state: after, bad } = fold(state, value, plateau, threshold);
        const why = `${monitor} has not improved for ${epochsText(bad)}`;
        return { state: after, decision: after.lr === state.lr ? nothing : { lr: after.lr, why } };
      },
    };
  },
} as const satisfies ControllerSpec<string, typeof params, PlateauState>;

interface Folded {
  readonly state: PlateauState;
  /** Bad epochs that were counted before they were forgotten. */
  readonly bad: number;
}

function foldPytorch(state: PlateauState, value: number, plateau: Plateau, threshold: Threshold): Folded {
  const before = state.best === null ? worst(threshold.mode) : fromJsonNumber(state.best);
  const better = isBetter(value, before, threshold);
  const best = jsonNumber(better ? value : before);
  const cooling = state.cooldown > 0;
  const bad = better || cooling ? 0 : state.bad + 1;
  const cooldown = cooling ? state.cooldown - 1 : 0;
  if (bad <= plateau.patience) return { state: { lr: state.lr, best, bad, cooldown }, bad };
  const reduced = Math.max(state.lr * plateau.factor, plateau.minLr);
  const lr = state.lr - reduced > plateau.eps ? reduced : state.lr;
  return { state: { lr, best, bad: 0, cooldown: plateau.cooldown }, bad };
}

function foldKeras({ lr, ...state }: PlateauState, value: number, plateau: Plateau, threshold: Threshold): Folded {
  const cooling = state.cooldown > 0;
  const cooldown = cooling ? state.cooldown - 1 : 0;
  const waited = cooling ? 0 : state.bad;
  if (state.best === null || isBetter(value, fromJsonNumber(state.best), threshold)) {
    return { state: { lr, best: jsonNumber(value), bad: 0, cooldown }, bad: 0 };
  }
  const bad = cooldown > 0 ? waited : waited + 1;
  if (cooldown > 0 || bad < plateau.patience || lr <= plateau.minLr) {
    return { state: { lr, best: state.best, bad, cooldown }, bad };
  }
  const reduced = Math.max(lr * plateau.factor, plateau.minLr);
  return { state: { lr: reduced, best: state.best, bad: 0, cooldown: plateau.cooldown }, bad };
}
