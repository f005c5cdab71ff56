import type { Trainer, TrainerState } from '../engine/engine.js';
import { eventLoopTurns } from './turns.js';

/** One update of a range test. */
export interface Point {
  /** 0-based number of the update. */
  readonly step: number;
  /** Learning rate of the update. */
  readonly lr: number;
  /** Loss of the batch BEFORE the update with `lr`. */
  readonly loss: number;
  /** Loss of the validation rows AFTER the update with `lr`; only where validation rows were given. */
  readonly valLoss?: number;
  /** Loss of the fixed rows as a batch BEFORE the update with `lr`, without dropout; only where such rows were given. */
  readonly fixedLoss?: number;
}

export type Stop = 'completed' | 'diverged' | 'non-finite' | 'interrupted';

export interface RangeTest {
  readonly trainer: Trainer;
  /** Learning rate of each update, in order of use. */
  readonly lrs: readonly number[];
  /** Row numbers of batch k = 0, 1, 2, ...; endless. */
  readonly batch: (k: number) => Int32Array;
  /** Batches per update, default 1; their gradients are averaged. */
  readonly accumulate?: number;
  /** Sees every loss; says why the sweep should end, or null. */
  readonly watch: (loss: number) => 'diverged' | 'non-finite' | null;
  /** Rows whose loss is taken after every update; none by default. */
  readonly validation?: Int32Array;
  /** Training rows whose loss is taken before every update; none by default. */
  readonly fixed?: Int32Array;
  /** Ends the sweep between two updates. */
  readonly signal?: AbortSignal;
  /** Where it goes on: the losses of the updates done, and the trainer after them; the start by default. */
  readonly from?: { readonly loss: readonly number[]; readonly trainer: TrainerState };
  /** Told, and waited for, before every update, and where the signal ends the sweep instead. */
  readonly onPosition?: (ending: boolean) => Promise<void>;
}

/**
 * The learning rate range test (Smith 2015, arXiv:1506.01186, section 3.3): one update per learning rate, the loss of
 * every batch recorded. Yields a point per update and returns why it ended. However it ends - last rate, divergence,
 * abort, a `break` in the caller, a throw - the trainer is as it was before, bit for bit.
 */
export async function* rangeTest(test: RangeTest): AsyncGenerator<Point, Stop, void> {
  const { trainer, lrs, batch, accumulate = 1, watch, validation, fixed, signal, from } = test;
  const before = await trainer.capture();
  const takeTurn = eventLoopTurns();
  try {
    if (from !== undefined) await trainer.restore(from.trainer);
    for (const loss of from?.loss ?? []) watch(loss);
    for (let step = from?.loss.length ?? 0; step < lrs.length; step++) {
      const lr = lrs[step]!;
      await takeTurn();
      const ending = signal?.aborted === true;
      await test.onPosition?.(ending);
      if (ending) return 'interrupted';
      const batches = Array.from({ length: accumulate }, (_, i) => batch(step * accumulate + i));
      const fixedLoss = fixed?.length ? await trainer.batchLoss(fixed) : undefined;
      const loss = await trainer.step(lr, batches);
      const valLoss = validation?.length ? (await trainer.evaluate(validation)).loss : undefined;
      yield {
        step,
        lr,
        loss,
        ...(valLoss !== undefined && { valLoss }),
        ...(fixedLoss !== undefined && { fixedLoss }),
      };
      const stop = watch(loss) ?? (trainer.finite ? null : 'non-finite');
      if (stop !== null) return stop;
    }
    return 'completed';
  } finally {
    await trainer.restore(before);
  }
}
