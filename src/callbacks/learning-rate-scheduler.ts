import { z } from 'zod';
import { checked } from '../api/checked.js';
import { type NamedSchedule, type RateSchedule, schedule } from '../api/schedules.js';
import { userError } from '../base/errors.js';
import { shownValue } from '../base/shown.js';
import { Callback } from './callback.js';
import { type History, record } from './history.js';
import { lrOf, setLr, setMomentum } from './set-lr.js';
import { type Logs, type Model, numbersOf } from './tfjs.js';

/** The rate for an epoch or update, counted from 0, from the rate until now. */
export type RateFunction = (index: number, lr: number) => number;

export interface LearningRateSchedulerOptions {
  /** When the rate is set anew. With 'epoch', as Keras does it, the index is the number of the epoch. Default 'epoch'. */
  readonly per?: 'epoch' | 'batch' | undefined;
}

const optionsSchema = z.strictObject({ per: z.enum(['epoch', 'batch']).default('epoch') });

/**
 * The learning rate by a function of your own, or by any schedule.
 *
 *   new LearningRateScheduler(model, (epoch, lr) => (epoch < 10 ? lr : lr * 0.9))
 *   new LearningRateScheduler(model, cosine({ maxLr: 0.1, totalSteps: 500 }), { per: 'batch' })
 *   new LearningRateScheduler(model, { name: 'step', maxLr: 0.1, stepSize: 10 })
 *
 * Per epoch, the rate is added to what `fit` returns, as `history.lr`. Per batch, a second `fit` goes on counting.
 *
 * Errors: OPTION; SCHEDULE_RATE where the function gives no rate (a finite number, 0 or above).
 */
export class LearningRateScheduler extends Callback {
  /** Columns with one entry per epoch (`epoch`, `lr`) or per update (`iteration`, `lr`), and `loss` and every metric. */
  readonly history: History = { lr: [] };
  readonly #rate: RateFunction;
  readonly #per: 'epoch' | 'batch';
  #updates = 0;

  constructor(model: Model, rate: RateFunction | NamedSchedule, options: LearningRateSchedulerOptions = {}) {
    super(model);
    this.#rate = typeof rate === 'function' ? rate : schedule(rate);
    this.#per = checked(optionsSchema, options, 'LearningRateScheduler').per;
  }

  override async onEpochBegin(epoch: number, _logs?: Logs): Promise<void> {
    if (this.#per === 'epoch') this.#set(epoch);
  }

  override async onBatchBegin(_batch: number, _logs?: Logs): Promise<void> {
    if (this.#per === 'batch') this.#set(this.#updates);
  }

  override async onBatchEnd(_batch: number, logs?: Logs): Promise<void> {
    if (this.#per !== 'batch') return;
    const lr = lrOf(this.model.optimizer);
    record(this.history, { iteration: this.#updates, lr, ...(await numbersOf(logs)) });
    this.#updates += 1;
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    if (this.#per !== 'epoch') return;
    logs['lr'] = lrOf(this.model.optimizer);
    record(this.history, { epoch, ...(await numbersOf(logs)) });
  }

  #set(index: number): void {
    const { optimizer } = this.model;
    const lr = this.#rate(index, lrOf(optimizer));
    if (!(Number.isFinite(lr) && lr >= 0)) {
      const message = `LearningRateScheduler: the rate of ${this.#per} ${index} is ${shownValue(lr)}`;
      throw userError('SCHEDULE_RATE', message, { hint: 'return a finite number, 0 or above' });
    }
    setLr(optimizer, lr);
    const momentum = (this.#rate as Partial<RateSchedule>).momentum?.(index);
    if (momentum !== undefined) setMomentum(optimizer, momentum);
  }
}
