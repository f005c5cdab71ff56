import { z } from 'zod';
import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { Suggestion } from '../analysis/curve.js';
import { checked } from '../api/checked.js';
import { userError } from '../base/errors.js';
import { findConfig } from '../config/find-config.js';
import type { FindReport } from '../reports/find.js';
import { LRFinder, type PlotOptions, type RecommendationOptions } from './lr-finder.js';
import { type SweepOptions, sweepShape } from './sweep-options.js';
import type { Model, Tensor } from './tfjs.js';

/** Tensors as `model.fit` takes them: one, a list, or by the names of the inputs. */
type Tensors = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** Examples: tensors with a row for each, or a `tf.data.Dataset` of batches { xs, ys }, finite or endless. */
export type TrainingData = { readonly x: Tensors; readonly y: Tensors } | Batches;

/** The part of `tf.data.Dataset` that `fitDataset` uses. */
interface Batches {
  iterator(): Promise<{ next(): Promise<unknown> }>;
}

export interface TrainableModel extends Model {
  history?: unknown;
  fit(x: unknown, y: unknown, args: object): Promise<unknown>;
  fitDataset(dataset: unknown, args: object): Promise<unknown>;
}

export interface FindLearningRateOptions extends SweepOptions, RecommendationOptions {
  /** Of tensors; a data set makes its own batches. Default 32. */
  readonly batchSize?: number | undefined;
  /** Whether tensors are taken in another order each epoch. Default true; TensorFlow.js cannot repeat that order. */
  readonly shuffle?: boolean | undefined;
  /** As for `model.fit`. */
  readonly classWeight?: object | undefined;
  /** Ends the sweep after the present batch. */
  readonly signal?: AbortSignal | undefined;
}

/** What a range test found. */
export interface FoundLearningRate {
  /** The recorded curve: the loss of each batch before the update with the rate beside it. */
  readonly lr: readonly number[];
  readonly loss: readonly number[];
  /** Why the sweep ended. */
  readonly stop: FindReport['stop'];
  /** What every rule says. */
  readonly suggestions: Readonly<Record<string, Suggestion>>;
  readonly recommendation: Recommendation;
  readonly warnings: FindReport['warnings'];
  /** As `lr-tool find` writes it: save it as JSON for `lr-tool plot` and `lr-tool train --from`. */
  readonly report: FindReport;
  /** The curve as text. */
  plot(options?: PlotOptions): string;
}

/**
 * The range test on a compiled model of your own, on the backend it is on.
 *
 *   const { recommendation, plot } = await findLearningRate(model, { x, y }, { for: 'one-cycle' });
 *
 * Trains with rising learning rates, then gives the model its weights, learning rate and optimizer back, bit for bit, also
 * where something throws or the signal fires. What is not restored: see `LRFinder`.
 *
 * Errors: NOT_A_MODEL, NOT_COMPILED, OPTION, NO_DATA (not one batch); what `fit` and the data set throw.
 */
export async function findLearningRate(
  model: TrainableModel,
  data: TrainingData,
  options: FindLearningRateOptions = {},
): Promise<FoundLearningRate> {
  const { batchSize, shuffle, for: use, rule: rules, ...sweep } = readOptions(options);
  const { classWeight, signal } = options;
  const rule = rules === 'auto' ? undefined : rules;
  const finder = new LRFinder(model, sweep);
  if (!model.optimizer) {
    throw userError('NOT_COMPILED', 'the model has not been compiled', { hint: 'call model.compile first' });
  }
  if (!(data && ('iterator' in data || ('x' in data && 'y' in data)))) {
    throw userError('NO_DATA', 'the data is neither { x, y } nor a data set', {
      hint: 'findLearningRate(model, { x, y })',
    });
  }
  const { history, stopTraining } = model;
  const halt = () => {
    model.stopTraining = true;
  };
  const watcher = { onBatchEnd: () => (signal?.aborted ? halt() : undefined) };
  const epochs = finder.steps; // enough: each has a batch or more, and the finder ends the training
  const args = { verbose: 0, epochs, callbacks: [finder, watcher], ...(classWeight !== undefined && { classWeight }) };
  try {
    if ('iterator' in data) await fitBatches(model, data, args, halt);
    else await model.fit(data.x, data.y, { ...args, batchSize, shuffle });
  } finally {
    finder.restore();
    Object.assign(model, { stopTraining, ...(history !== model.history && { history }) });
  }
  if (finder.history.lr.length === 0) {
    throw userError('NO_DATA', 'the data set gave no batch', { hint: 'give it batches: dataset.batch(32)' });
  }
  const report = finder.report({ for: use, rule });
  const { suggestions, warnings } = report;
  const recommendation = finder.recommendation(use, { rule });
  const plot = (look: PlotOptions = {}) => finder.plot({ ...look, for: use, rule });
  return { ...finder.history, stop: finder.stop, suggestions, recommendation, warnings, report, plot };
}

const { for: use, rule } = findConfig.shape;
const schema = z.strictObject({
  ...sweepShape,
  for: use,
  rule,
  batchSize: z.int().min(1).default(32),
  shuffle: z.boolean().default(true),
  classWeight: z.unknown().optional(),
  signal: z.unknown().optional(),
});

function readOptions(options: FindLearningRateOptions) {
  const { classWeight, signal, ...read } = checked(schema, options, 'findLearningRate');
  return read;
}

/** A data set that throws ends the training as a whole batch does, before it is told: TensorFlow.js would leak. */
async function fitBatches(model: TrainableModel, dataset: Batches, args: object, halt: () => void): Promise<void> {
  const thrown: unknown[] = [];
  const iterator = async () => {
    const inner = await dataset.iterator();
    const next = () =>
      inner.next().catch((reason: unknown) => {
        thrown.push(reason);
        halt();
        return { value: null, done: true };
      });
    return { next };
  };
  await model.fitDataset({ iterator }, args);
  if (thrown.length > 0) throw thrown[0];
}
