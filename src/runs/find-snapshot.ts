import { z } from 'zod';
import type { TrainerState } from '../engine/engine.js';
import { savedAs, savedValues } from './saved-data.js';
import type { PackedTensor } from './snapshot.js';
import type { Sweep } from './sweep.js';

/** A sweep between two updates. */
export interface SweepPosition {
  /** Of the updates done. */
  readonly loss: readonly number[];
  readonly valLoss: readonly number[];
  readonly fixedLoss: readonly number[];
  readonly trainer: TrainerState;
  /** Milliseconds so far. */
  readonly ms: number;
}

/** A range test between two updates, whole: what goes on from it comes to the same curves. */
export interface FindSnapshot {
  /** Sweeps that have ended, by their number. */
  readonly finished: readonly (readonly [number, Sweep])[];
  /** The sweep that this process was at; null where it waited for others. */
  readonly current: ({ readonly number: number } & SweepPosition) | null;
}

/** A snapshot as files hold it. */
export interface PackedFindSnapshot {
  readonly data: FindSnapshotData;
  readonly tensors: readonly PackedTensor[];
}

const number = z.int().min(0);

const findSnapshotData = z.object({
  finished: z.array(
    z.object({
      number,
      seed: z.int(),
      stop: z.enum(['completed', 'diverged', 'non-finite', 'interrupted']),
      lastLr: z.number().min(0),
      ms: z.number(),
    }),
  ),
  current: z.object({ number, ms: z.number() }).nullable(),
});
export type FindSnapshotData = z.output<typeof findSnapshotData>;

type Curves = Pick<Sweep, 'loss' | 'valLoss' | 'fixedLoss'>;

export function packFindSnapshot({ finished, current }: FindSnapshot): PackedFindSnapshot {
  const column = (name: string, values: readonly number[]): PackedTensor => ({
    name,
    shape: [values.length],
    values: Float64Array.from(values),
  });
  const curves = (number: number, { loss, valLoss, fixedLoss }: Curves) => [
    column(`${number}.loss`, loss),
    column(`${number}.valLoss`, valLoss),
    column(`${number}.fixedLoss`, fixedLoss),
  ];
  return {
    data: {
      finished: finished.map(([number, { seed, stop, lastLr, ms }]) => ({ number, seed, stop, lastLr, ms })),
      current: current && { number: current.number, ms: current.ms },
    },
    tensors: [
      ...finished.flatMap(([number, sweep]) => curves(number, sweep)),
      ...(current
        ? [
            ...curves(current.number, current),
            { name: 'trainer', shape: [current.trainer.length], values: current.trainer },
          ]
        : []),
    ],
  };
}

/**
 * The snapshot again, equal in every bit.
 *
 * @throws Error with what is wrong, as the end of a sentence
 */
export function unpackFindSnapshot(packed: {
  readonly data: unknown;
  readonly tensors: readonly PackedTensor[];
}): FindSnapshot {
  const { finished, current } = savedAs(findSnapshotData, packed.data);
  const column = (name: string) => Array.from(savedValues(packed.tensors, name, Float64Array, null));
  const curves = (number: number): Curves => ({
    loss: column(`${number}.loss`),
    valLoss: column(`${number}.valLoss`),
    fixedLoss: column(`${number}.fixedLoss`),
  });
  return {
    finished: finished.map(({ number, ...sweep }) => [number, { ...sweep, ...curves(number) }]),
    current: current && {
      ...current,
      ...curves(current.number),
      trainer: savedValues(packed.tensors, 'trainer', Uint8Array, null),
    },
  };
}
