import type { BatchOrder } from '../datasets/batches.js';
import type { Evaluation, Trainer } from '../engine/engine.js';
import type { Schedule } from '../schedules/schedule.js';
import { eventLoopTurns } from './turns.js';

export interface Training {
  readonly trainer: Trainer;
  /** Learning rate of each update of the whole training. */
  readonly schedule: Schedule;
  /** Momentum of each update; the optimizer's own by default. */
  readonly momentum?: Schedule;
  readonly epochs: number;
  readonly batches: BatchOrder;
  /** Batches per update, default 1; their gradients are averaged. The last update of an epoch may have fewer. */
  readonly accumulate?: number;
  /** Rows evaluated after every epoch; none by default. */
  readonly validation?: Int32Array;
  /** Ends the training between two updates. */
  readonly signal?: AbortSignal;
}

/** One update. */
export interface StepEvent {
  readonly kind: 'step';
  /** 0-based number of the update. */
  readonly step: number;
  /** 1-based. */
  readonly epoch: number;
  readonly lr: number;
  /** Where the schedule decides it. */
  readonly momentum?: number;
  /** Mean over the rows BEFORE the update with `lr`. */
  readonly loss: number;
}

/** The end of an epoch. */
export interface EpochEvent {
  readonly kind: 'epoch';
  /** 1-based. */
  readonly epoch: number;
  /** Updates done so far. */
  readonly step: number;
  /** Of the last update. */
  readonly lr: number;
  /** Mean over the rows of the epoch, each taken before its update. */
  readonly loss: number;
  /** Of the validation rows; null where there are none. */
  readonly validation: Evaluation | null;
}

/** Where the loss was no longer a number, with what it takes to look into it. */
export interface Failure {
  readonly what: 'loss' | 'validation loss';
  readonly step: number;
  readonly epoch: number;
  readonly lr: number;
  /** Of the update before, whose result failed here; null where there was none. */
  readonly previousLr: number | null;
  readonly loss: number;
  /** Row numbers of the batches; empty for a validation loss. */
  readonly rows: readonly number[];
}

export type TrainEnd =
  | { readonly stop: 'completed' | 'interrupted' }
  | { readonly stop: 'non-finite'; readonly failure: Failure };

/** Updates per epoch. */
export const updatesPerEpoch = ({ batchesPerEpoch }: BatchOrder, accumulate = 1): number =>
  Math.ceil(batchesPerEpoch / accumulate);

/**
 * Trains with lr = schedule(update). Yields every update and the end of every epoch, and returns why it ended: all epochs
 * done, the signal, or a loss that is not finite. The trainer is left as training made it.
 */
export async function* train(training: Training): AsyncGenerator<StepEvent | EpochEvent, TrainEnd, void> {
  const { trainer, schedule, epochs, batches, accumulate = 1, validation, signal } = training;
  const { batchesPerEpoch, batch } = batches;
  const takeTurn = eventLoopTurns();
  let step = 0;
  let lr = Number.NaN;
  const failureOf = (
    what: Failure['what'],
    found: Pick<Failure, 'epoch' | 'loss' | 'rows' | 'previousLr'>,
  ): TrainEnd => ({
    stop: 'non-finite',
    failure: { what, step: step - 1, lr, ...found },
  });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const mean = { sum: 0, rows: 0 };
    for (let first = 0; first < batchesPerEpoch; first += accumulate) {
      await takeTurn();
      if (signal?.aborted) return { stop: 'interrupted' };
      const size = Math.min(accumulate, batchesPerEpoch - first);
      const parts = Array.from({ length: size }, (_, i) => batch((epoch - 1) * batchesPerEpoch + first + i));
      const previousLr = step === 0 ? null : lr;
      lr = schedule(step);
      const momentum = training.momentum?.(step);
      const loss = await trainer.step(lr, parts, momentum);
      yield { kind: 'step', step: step++, epoch, lr, ...(momentum !== undefined && { momentum }), loss };
      if (!Number.isFinite(loss)) {
        return failureOf('loss', { epoch, loss, previousLr, rows: parts.flatMap((part) => [...part]) });
      }
      const rows = parts.reduce((sum, part) => sum + part.length, 0);
      mean.sum += loss * rows;
      mean.rows += rows;
    }
    const evaluation = validation?.length ? await trainer.evaluate(validation) : null;
    yield { kind: 'epoch', epoch, step, lr, loss: mean.sum / mean.rows, validation: evaluation };
    if (evaluation !== null && !Number.isFinite(evaluation.loss)) {
      return failureOf('validation loss', { epoch, loss: evaluation.loss, previousLr: lr, rows: [] });
    }
  }
  return { stop: 'completed' };
}
