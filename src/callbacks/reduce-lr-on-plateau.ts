import type { z } from 'zod';
import type { Decision } from '../controllers/controller.js';
import { type PlateauState, reduceOnPlateau } from '../controllers/reduce-on-plateau.js';
import { Controlled } from './controlled.js';
import { lrOf, setLr } from './set-lr.js';
import type { Logs, Model } from './tfjs.js';

type Params = typeof reduceOnPlateau.params;
export type ReduceLROnPlateauOptions = z.input<z.ZodObject<Params>>;

/** A reduction of the learning rate. */
export interface Reduction {
  /** Epoch at whose end it was made, counted from 0. */
  readonly epoch: number;
  /** Learning rate from then on. */
  readonly lr: number;
  /** E.g. "val_loss has not improved for 3 epochs". */
  readonly why: string;
}

/**
 * Multiplies the learning rate by `factor` when a value has stopped improving.
 *
 *   new ReduceLROnPlateau(model, { factor: 0.5, patience: 3 })
 *
 * It watches val_loss, or loss where nothing is validated, unless `monitor` names another value that `fit` reports, as
 * 'val_acc'. Counts as PyTorch does, with `compat: 'keras'` as Keras. The rate of each epoch is added to what `fit`
 * returns, as `history.lr`. A schedule that sets the rate of every update takes no notice of it.
 *
 * Errors: OPTION; MONITOR where `fit` does not report the value.
 */
export class ReduceLROnPlateau extends Controlled<Params, PlateauState> {
  /** Of the present or latest training. */
  readonly reductions: Reduction[] = [];

  constructor(model: Model, options: ReduceLROnPlateauOptions = {}) {
    super(model, reduceOnPlateau, options);
  }

  override async onTrainBegin(logs?: Logs): Promise<void> {
    await super.onTrainBegin(logs);
    this.reductions.length = 0;
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    logs['lr'] = lrOf(this.model.optimizer);
    await super.onEpochEnd(epoch, logs);
  }

  /** Reduces what the rate is now, whoever set it. */
  protected override follow(state: PlateauState): PlateauState {
    return { ...state, lr: lrOf(this.model.optimizer) };
  }

  protected override obey({ lr, why = '' }: Decision, epoch: number): void {
    if (lr === undefined) return;
    setLr(this.model.optimizer, lr);
    this.reductions.push({ epoch, lr, why });
  }
}
