import type { TrainerState } from '../engine/engine.js';
import type { Stop } from './range-test.js';
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

export interface FindSnapshotData {
  readonly finished: readonly {
    readonly number: number;
    readonly seed: number;
    readonly stop: Stop;
    readonly lastLr: number;
    readonly ms: number;
  }[];
  readonly current: { readonly number: number; readonly ms: number } | null;
}

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

/** The snapshot again, equal in every bit. */
export function unpackFindSnapshot({ data, tensors }: PackedFindSnapshot): FindSnapshot {
  const find = (name: string) => tensors.find((tensor) => tensor.name === name)!.values;
  const curves = (number: number): Curves => ({
    loss: Array.from(find(`${number}.loss`)),
    valLoss: Array.from(find(`${number}.valLoss`)),
    fixedLoss: Array.from(find(`${number}.fixedLoss`)),
  });
  const { finished, current } = data;
  return {
    finished: finished.map(({ number, ...sweep }) => [number, { ...sweep, ...curves(number) }]),
    current: current && { ...current, ...curves(current.number), trainer: find('trainer') as Uint8Array },
  };
}
