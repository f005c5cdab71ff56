import { z } from 'zod';
import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { Suggestion } from '../analysis/curve.js';
import { checked } from '../api/checked.js';
import { userError } from '../base/errors.js';
import { findConfig } from '../config/find-config.js';
import type { FindReport } from '../reports/find.js';
import { requireModel } from './callback.js';
import { whyNoFixedLoss } from './fixed-loss.js';
import { LRFinder, type PlotOptions, type RecommendationOptions } from './lr-finder.js';
import { requirePossible, type SweepOptions, sweepShape } from './sweep-options.js';
import { openData, type TrainableModel, type TrainingData } from './training-data.js';

export interface FindLearningRateOptions extends SweepOptions, RecommendationOptions {
  /** Of tensors; a data set makes its own batches. Default 32. */
  readonly batchSize?: number | undefined;
  /** Whether tensors are taken in another order each epoch. Default true; TensorFlow.js cannot repeat that order. */
  readonly shuffle?: boolean | undefined;
  /**
   * Training examples, the same at every update, whose loss is taken before it, as that of a batch without dropout: the
   * recommendation reads that curve, which has no noise of batches. Of tensors they are drawn, the same ones every time; of
   * a data set they are the first ones. Default 64; 0: none. None with `classWeight`, which `evaluate` does not know, and
   * with stateful models, whose states it would change.
   */
  readonly fixedRows?: number | undefined;
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
  /** Loss of the fixed rows before that update; left out where there are none. */
  readonly fixedLoss?: readonly number[];
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
  requireModel(model, 'findLearningRate');
  const { batchSize, shuffle, fixedRows, for: use, rule: rules, ...sweep } = readOptions(options);
  const { steps } = sweep;
  const { classWeight, signal } = options;
  const rule = rules === 'auto' ? undefined : rules;
  if (!model.optimizer) {
    throw userError('NOT_COMPILED', 'the model has not been compiled', { hint: 'call model.compile first' });
  }
  if (!(data && ('iterator' in data || ('x' in data && 'y' in data)))) {
    throw userError('NO_DATA', 'the data is neither { x, y } nor a data set', {
      hint: 'findLearningRate(model, { x, y })',
    });
  }
  const without = whyNoFixedRows(model, options);
  if (without !== null && options.fixedRows) {
    throw userError('OPTION', `findLearningRate: fixedRows: ${without}`, { hint: 'leave fixedRows out' });
  }
  const opened = await openData(data, { fixedRows: without ? 0 : fixedRows, steps, batchSize, shuffle, signal });
  const finder = new LRFinder(model, { ...sweep, ...(opened.fixed && { fixed: opened.fixed }) });
  const { history, stopTraining } = model;
  const halt = () => {
    model.stopTraining = true;
  };
  const watcher = { onBatchEnd: () => (signal?.aborted ? halt() : undefined) };
  const epochs = steps; // enough: each has a batch or more, and the finder ends the training
  const args = { verbose: 0, epochs, callbacks: [finder, watcher], ...(classWeight !== undefined && { classWeight }) };
  try {
    await opened.fit(model, args, halt);
  } finally {
    finder.restore();
    opened.close();
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

const { for: use, rule, fixedRows } = findConfig.shape;
const schema = z.strictObject({
  ...sweepShape,
  for: use,
  rule,
  batchSize: z.int().min(1).default(32),
  shuffle: z.boolean().default(true),
  fixedRows,
  classWeight: z.unknown().optional(),
  signal: z.unknown().optional(),
});

function readOptions(options: FindLearningRateOptions) {
  const { classWeight, signal, ...read } = checked(schema, options, 'findLearningRate');
  requirePossible(read, 'findLearningRate');
  return read;
}

/** Null where they can be had. */
const whyNoFixedRows = (model: TrainableModel, { classWeight }: FindLearningRateOptions): string | null =>
  classWeight === undefined ? whyNoFixedLoss(model) : 'not with classWeight: an evaluation knows no weights of classes';
