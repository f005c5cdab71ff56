import { randomStream, sample } from '../base/random.js';
import { type Batches, openBatches } from './batches.js';
import { copyRows, countOf, type OwnExamples } from './examples.js';
import type { Examples, Model } from './tfjs.js';

/** Examples: tensors with a row for each, or a `tf.data.Dataset` of batches { xs, ys }, finite or endless. */
export type TrainingData = Examples | Batches;

export interface TrainableModel extends Model {
  history?: unknown;
  fit(x: unknown, y: unknown, args: object): Promise<unknown>;
  fitDataset(dataset: unknown, args: object): Promise<unknown>;
}

export interface OpenOptions {
  /** Rows to hold; fewer where there are fewer. */
  readonly fixedRows: number;
  /** Updates of the sweep: no more batches of a data set are looked at beforehand. */
  readonly steps: number;
  /** Of tensors. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Data to train on, some rows of which are held. */
export interface OpenData {
  /** Null where there are none. */
  readonly fixed: OwnExamples | null;
  /** Trains; `halt` ends the training after the present batch. */
  fit(model: TrainableModel, args: object, halt: () => void): Promise<void>;
  /** Frees what is still held. */
  close(): void;
}

export const openData = (data: TrainingData, options: OpenOptions): Promise<OpenData> =>
  'iterator' in data ? openBatches(data, options) : openTensors(data, options);

/** That of lr-tool where none is given: the same rows every time. */
const seed = 42;

async function openTensors(examples: Examples, { fixedRows, batchSize, shuffle }: OpenOptions): Promise<OpenData> {
  const all = Int32Array.from({ length: countOf(examples) ?? 0 }, (_, row) => row); // none: `fit` says what is wrong
  const rows = sample(all, fixedRows, randomStream(seed, 'fixed rows'));
  const fixed = rows.length === 0 ? null : await copyRows([{ examples, rows }]);
  return {
    fixed,
    async fit(model, args) {
      await model.fit(examples.x, examples.y, { ...args, batchSize, shuffle });
    },
    close: () => fixed?.dispose(),
  };
}
