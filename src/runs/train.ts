import type { Action, Panel } from '../controllers/panel.js';
import { terminateOnNan } from '../controllers/terminate-on-nan.js';
import type { BatchOrder } from '../datasets/batches.js';
import type { Evaluation, Trainer } from '../engine/engine.js';
import type { BadNumber } from '../engine/non-finite.js';
import type { Schedule } from '../schedules/schedule.js';
import { type Control, type ControlState, controlOf } from './control.js';
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
  /** Controllers that see the results of every epoch; none by default. */
  readonly panel?: Panel;
  /** Ends the training between two updates. */
  readonly signal?: AbortSignal;
  /** Where it goes on, with a trainer that is as it was there; the start by default. */
  readonly from?: Position;
  /** Told, and waited for, before every update, and where the signal ends the training instead: what it stands at. */
  readonly onPosition?: (position: Position, ending: boolean) => Promise<void>;
}

/**
 * Where a training stands between two updates, plain data but for the state that controllers keep. With the trainer's own
 * state it is everything: batches and dropout follow from the number of the update.
 */
export interface Position {
  /** Updates done. */
  readonly step: number;
  /** Of the last update; null before the first. */
  readonly lr: number | null;
  /** Of the updates done in the epoch that is not over: loss times rows, and rows. */
  readonly sums: { readonly loss: number; readonly rows: number };
  readonly control: ControlState;
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
  /** What the controllers did about it. */
  readonly actions: readonly Action[];
}

/** Where numbers were no longer finite, with what it takes to look into it. */
export interface Failure {
  /** update: the loss was finite, and what the update made of it was not. */
  readonly what: 'loss' | 'validation loss' | 'update';
  readonly step: number;
  readonly epoch: number;
  readonly lr: number;
  /** Of the update before, whose result failed here; null where there was none. */
  readonly previousLr: number | null;
  readonly loss: number;
  /** Row numbers of the batches; empty for a validation loss. */
  readonly rows: readonly number[];
  /** The first number that is not finite; left out where it is the loss alone. */
  readonly first?: BadNumber;
}

export type TrainEnd = (
  | { readonly stop: 'completed' | 'interrupted' | 'early-stopping' }
  | { readonly stop: 'non-finite'; readonly failure: Failure }
) & {
  /** The trainer is as it was after this epoch; left out where it is as the last update made it. */
  readonly restoredEpoch?: number;
};

/** Updates per epoch. */
export const updatesPerEpoch = ({ batchesPerEpoch }: BatchOrder, accumulate = 1): number =>
  Math.ceil(batchesPerEpoch / accumulate);

/** A loss that no training recovers from. */
const isBroken = (loss: number) => terminateOnNan.fold(null, { epoch: 0, values: { loss } }).decision.stop === true;

/**
 * Trains with lr = schedule(update), times what the controllers want. Yields every update and the end of every epoch, and
 * returns why it ended: all epochs done, a controller, the signal, or numbers that are not finite. The trainer is left as
 * training made it, or as the controllers want it back; after the signal always the first, so that it can go on.
 */
export async function* train(training: Training): AsyncGenerator<StepEvent | EpochEvent, TrainEnd, void> {
  const control = controlOf(training.panel, training.trainer, training.from?.control);
  const end = yield* updates(training, control);
  const restoredEpoch = end.stop === 'interrupted' ? null : await control.restoreKept();
  return restoredEpoch === null ? end : { ...end, restoredEpoch };
}

async function* updates(training: Training, control: Control): AsyncGenerator<StepEvent | EpochEvent, TrainEnd, void> {
  const { trainer, schedule, epochs, batches, accumulate = 1, validation, signal, from } = training;
  const { batchesPerEpoch, batch } = batches;
  const perEpoch = updatesPerEpoch(batches, accumulate);
  const takeTurn = eventLoopTurns();
  let step = from?.step ?? 0;
  let lr = from?.lr ?? Number.NaN;
  let sums = from?.sums ?? { loss: 0, rows: 0 };
  const failureOf = (
    what: Failure['what'],
    found: Pick<Failure, 'epoch' | 'loss' | 'rows' | 'previousLr'>,
    searched: Int32Array,
  ): TrainEnd => {
    const first = trainer.findNonFinite(searched);
    return { stop: 'non-finite', failure: { what, step: step - 1, lr, ...found, ...(first && { first }) } };
  };
  const stand = (ending: boolean) =>
    training.onPosition?.({ step, lr: step === 0 ? null : lr, sums, control: control.state }, ending);
  // rows in the sums: the epoch of the last update is not over, be it only that its evaluation is missing
  const done = sums.rows > 0 ? step - 1 : step;
  for (let epoch = 1 + Math.floor(done / perEpoch); epoch <= epochs; epoch++) {
    for (let first = (step - (epoch - 1) * perEpoch) * accumulate; first < batchesPerEpoch; first += accumulate) {
      await takeTurn();
      const ending = signal?.aborted === true;
      await stand(ending);
      if (ending) return { stop: 'interrupted' };
      const size = Math.min(accumulate, batchesPerEpoch - first);
      const parts = Array.from({ length: size }, (_, i) => batch((epoch - 1) * batchesPerEpoch + first + i));
      const previousLr = step === 0 ? null : lr;
      lr = schedule(step) * control.scale;
      const momentum = training.momentum?.(step);
      const loss = await trainer.step(lr, parts, momentum);
      yield { kind: 'step', step: step++, epoch, lr, ...(momentum !== undefined && { momentum }), loss };
      if (isBroken(loss) || !trainer.finite) {
        const rows = parts.flatMap((part) => [...part]);
        const found = { epoch, loss, previousLr, rows };
        return failureOf(isBroken(loss) ? 'loss' : 'update', found, Int32Array.from(rows));
      }
      const rows = parts.reduce((sum, part) => sum + part.length, 0);
      sums = { loss: sums.loss + loss * rows, rows: sums.rows + rows };
    }
    const evaluation = validation?.length ? await unlessAborted(trainer.evaluate(validation, signal), signal) : null;
    if (evaluation === 'aborted') {
      await stand(true);
      return { stop: 'interrupted' };
    }
    const ended = { kind: 'epoch', epoch, step, lr, loss: sums.loss / sums.rows, validation: evaluation } as const;
    sums = { loss: 0, rows: 0 };
    const { stop, actions } = await control.after(ended);
    yield { ...ended, actions };
    if (evaluation !== null && isBroken(evaluation.loss)) {
      return failureOf('validation loss', { epoch, loss: evaluation.loss, previousLr: lr, rows: [] }, validation!);
    }
    if (stop) return { stop: 'early-stopping' };
  }
  return { stop: 'completed' };
}

/** What was promised, or that the signal came first. */
const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | 'aborted'> =>
  promise.catch((error: unknown) => {
    if (signal?.aborted && error === signal.reason) return 'aborted' as const;
    throw error;
  });
