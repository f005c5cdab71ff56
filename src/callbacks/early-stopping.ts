import type { z } from 'zod';
import { fromJsonNumber } from '../base/json-number.js';
import type { Decision } from '../controllers/controller.js';
import { type EarlyStoppingState, earlyStopping } from '../controllers/early-stopping.js';
import { Controlled } from './controlled.js';
import { type Snapshot, snapshotOfWeights } from './snapshot.js';
import type { Logs, Model } from './tfjs.js';

type Params = typeof earlyStopping.params;
export type EarlyStoppingOptions = z.input<z.ZodObject<Params>>;

/**
 * Ends a training that no longer improves, and gives the model the weights of its best epoch.
 *
 *   new EarlyStopping(model, { patience: 5, minDelta: 1e-3 })
 *
 * It watches val_loss, or loss where nothing is validated, unless `monitor` names another value that `fit` reports. Counts
 * as Keras does. The best weights come back however the training ends, unless `restoreBestWeights` is false; where `fit`
 * throws, call `restore`.
 *
 * Errors: OPTION; MONITOR where `fit` does not report the value.
 */
export class EarlyStopping extends Controlled<Params, EarlyStoppingState> {
  #best: Snapshot | null = null;
  #stoppedEpoch: number | null = null;
  #why: string | null = null;

  constructor(model: Model, options: EarlyStoppingOptions = {}) {
    super(model, earlyStopping, options);
  }

  /** Epoch after which it ended the training, counted from 0; null where it did not. */
  get stoppedEpoch(): number | null {
    return this.#stoppedEpoch;
  }

  /** E.g. "val_loss has not improved for 5 epochs"; null where it did not end the training. */
  get why(): string | null {
    return this.#why;
  }

  /** Epoch whose weights are kept, counted from 0; null where none are. */
  get bestEpoch(): number | null {
    const kept = this.state?.keptEpoch ?? null;
    return kept === null ? null : kept - 1;
  }

  /** The best value seen; null before the first. */
  get best(): number | null {
    const best = this.state?.best ?? null;
    return best === null ? null : fromJsonNumber(best);
  }

  /** Gives the model the best weights, if they are kept, and frees their memory. */
  restore(): void {
    this.#best?.restore();
    this.#forget();
  }

  override async onTrainBegin(logs?: Logs): Promise<void> {
    await super.onTrainBegin(logs);
    this.#forget();
    this.#stoppedEpoch = null;
    this.#why = null;
  }

  override async onTrainEnd(_logs?: Logs): Promise<void> {
    this.restore();
  }

  protected override obey({ keepWeights, stop, why }: Decision, epoch: number): void {
    if (keepWeights) {
      this.#forget();
      this.#best = snapshotOfWeights(this.model);
    }
    if (!stop) return;
    this.#stoppedEpoch = epoch;
    this.#why = why ?? null;
    this.model.stopTraining = true;
  }

  #forget(): void {
    this.#best?.dispose();
    this.#best = null;
  }
}
