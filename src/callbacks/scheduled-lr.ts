import type { RateSchedule } from '../api/schedules.js';
import { Callback } from './callback.js';
import { type History, record } from './history.js';
import { setLr, setMomentum } from './set-lr.js';
import { type Logs, type Model, numbersOf } from './tfjs.js';

/**
 * Sets the learning rate of every update by a schedule: update k of the training gets schedule(k). A second `fit` goes on
 * where the first one ended; `reset` begins the schedule anew.
 */
export abstract class ScheduledLR<Options extends object> extends Callback {
  /** Columns with one entry per update: `iteration` (from 0), `lr`, `momentum` where it is cycled, `loss`, every
   * metric of the model. */
  readonly history: History = { lr: [] };
  #options: Options;
  #schedule: RateSchedule;
  readonly #build: (options: Options) => RateSchedule;
  /** Updates since the schedule began. */
  #step = 0;
  #updates = 0;

  constructor(model: Model, options: Options, build: (options: Options) => RateSchedule) {
    super(model);
    this.#options = options;
    this.#build = build;
    this.#schedule = build(options);
  }

  /** Begins the schedule anew at the next update, with the options given here in place of their former values. */
  reset(changes: Partial<Options> = {}): void {
    const options = { ...this.#options, ...changes };
    this.#schedule = this.#build(options);
    this.#options = options;
    this.#step = 0;
  }

  /** Learning rate of the next update. */
  get lr(): number {
    return this.#schedule(this.#step);
  }

  /** Momentum of the next update; undefined where the schedule leaves it to the optimizer. */
  get momentum(): number | undefined {
    return this.#schedule.momentum?.(this.#step);
  }

  override async onBatchBegin(_batch: number, _logs?: Logs): Promise<void> {
    const { lr, momentum } = this;
    setLr(this.model.optimizer, lr);
    if (momentum !== undefined) setMomentum(this.model.optimizer, momentum);
  }

  override async onBatchEnd(_batch: number, logs?: Logs): Promise<void> {
    const { lr, momentum } = this;
    const rates = { iteration: this.#updates, lr, ...(momentum !== undefined && { momentum }) };
    record(this.history, { ...rates, ...(await numbersOf(logs)) });
    this.#step += 1;
    this.#updates += 1;
  }
}
