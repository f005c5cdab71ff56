import { z } from 'zod';
import type { Controller } from '../../src/controllers/controller.js';
import { earlyStopping } from '../../src/controllers/early-stopping.js';
import { greedy } from '../../src/controllers/greedy.js';
import { reduceOnPlateau } from '../../src/controllers/reduce-on-plateau.js';
import type { Schedule } from '../../src/schedules/schedule.js';

type Arguments = Readonly<Record<string, string | number | boolean>>;

/** A case of controllers.json; what its reference does not have is not there. */
export interface Case {
  readonly id: string;
  readonly reference: string;
  readonly precision?: 'float32';
  readonly args: Arguments;
  readonly metric: readonly (number | string | null)[];
  readonly lr_used?: readonly number[];
  readonly lr_after?: readonly number[];
  readonly reductions?: readonly number[];
  readonly num_bad_epochs?: readonly number[];
  readonly wait?: readonly number[];
  readonly cooldown_counter?: readonly number[];
  readonly best?: number | string | null;
  readonly stop_epoch?: number | null;
  readonly epochs_run?: number;
  readonly best_epoch?: number | null;
  readonly weights_epoch?: number;
}

export interface Built {
  readonly controller: Controller<never>;
  /** Name of the value that it watches. */
  readonly monitor: string;
  /** Rate that its own starts from. */
  readonly lr: number;
  /** What runs under it, by epochs; constant if left out. */
  readonly schedule?: Schedule;
}

/** The arguments under our names, those that the case does not have left out. */
const renamed = (args: Arguments, names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(args).flatMap(([name, value]) => (names[name] ? [[names[name], value]] : [])));

const watchedBy = (lr: number) => ({ lr, monitor: 'val_loss' });
const monitorOf = ({ monitor = 'val_loss' }: Arguments) => String(monitor);

const plateau = (lr: number, args: Arguments, names: Readonly<Record<string, string>>, fixed: object): Built => {
  const params = z.strictObject(reduceOnPlateau.params).parse({ ...renamed(args, names), ...fixed });
  return { controller: reduceOnPlateau.build(params, watchedBy(lr)) as never, monitor: monitorOf(args), lr };
};

/** Every reference of the vectors: how ours is set to do the same. */
export const references: Readonly<Record<string, (args: Arguments) => Built>> = {
  'torch.optim.lr_scheduler.ReduceLROnPlateau': ({ lr, ...args }) =>
    plateau(
      Number(lr),
      args,
      {
        mode: 'mode',
        factor: 'factor',
        patience: 'patience',
        threshold: 'threshold',
        threshold_mode: 'thresholdMode',
        cooldown: 'cooldown',
        min_lr: 'minLr',
        eps: 'eps',
      },
      { compat: 'pytorch' },
    ),
  'keras.callbacks.ReduceLROnPlateau': ({ learning_rate, ...args }) =>
    plateau(
      Number(learning_rate),
      args,
      {
        monitor: 'monitor',
        mode: 'mode',
        factor: 'factor',
        patience: 'patience',
        min_delta: 'threshold',
        cooldown: 'cooldown',
        min_lr: 'minLr',
      },
      { compat: 'keras' },
    ),
  'keras.callbacks.EarlyStopping': (args) => {
    const names = {
      monitor: 'monitor',
      mode: 'mode',
      patience: 'patience',
      min_delta: 'minDelta',
      baseline: 'baseline',
      start_from_epoch: 'startFromEpoch',
      restore_best_weights: 'restoreBestWeights',
    };
    const params = z.strictObject(earlyStopping.params).parse({ restoreBestWeights: false, ...renamed(args, names) });
    return { controller: earlyStopping.build(params, watchedBy(1)) as never, monitor: monitorOf(args), lr: 1 };
  },
  'transformers.get_scheduler(greedy)': (args) => {
    const names = {
      mode: 'mode',
      factor: 'factor',
      patience: 'patience',
      threshold: 'threshold',
      threshold_mode: 'thresholdMode',
      cooldown: 'cooldown',
      warmup: 'warmup',
      min_lr: 'minLr',
      max_lr: 'maxLr',
      reset_start: 'resetAfter',
      ...(args['smooth'] && { window_size: 'window' }),
    };
    const params = z.strictObject(greedy.params).parse(renamed(args, names));
    const lr = Number(args['lr']);
    return { controller: greedy.build(params, watchedBy(lr)) as never, monitor: monitorOf(args), lr };
  },
  'timm.scheduler.PlateauLRScheduler': ({ lr, warmup_t = 0, warmup_lr_init = 0, ...args }) => {
    const [rate, warmup, from] = [lr, warmup_t, warmup_lr_init].map(Number) as [number, number, number];
    const names = {
      mode: 'mode',
      decay_rate: 'factor',
      patience_t: 'patience',
      threshold: 'threshold',
      cooldown_t: 'cooldown',
      lr_min: 'minLr',
    };
    return {
      ...plateau(rate, args, names, { compat: 'pytorch', startFromEpoch: warmup }),
      schedule: (epoch) => (epoch < warmup ? from + ((rate - from) * epoch) / warmup : rate),
    };
  },
};
