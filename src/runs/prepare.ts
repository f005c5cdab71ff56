import { existingFile } from '../config/existing-file.js';
import type { RunConfig } from '../config/run-config.js';
import { type BatchOrder, batchOrder } from '../datasets/batches.js';
import type { Dataset } from '../datasets/dataset.js';
import { loadDataset } from '../datasets/load.js';
import type { Engine, Trainer } from '../engine/engine.js';
import { engineNote, loadEngine } from '../engine/load.js';
import { resolveModel } from '../models/resolve.js';
import { checkOutputActivation, taskOf } from '../models/task.js';

export interface Preparation {
  readonly config: RunConfig;
  /** Folder that relative paths of the config start from. */
  readonly baseDir: string;
  /** Folders that hold data sets by name, best first. */
  readonly dataDirs: readonly string[];
  readonly allowCode: boolean;
  /** Milliseconds since the process started. */
  readonly elapsed: () => number;
}

/** A model to be trained, with the order of its batches. */
export interface Reseeded {
  /** What initial weights, dropout and the order of the batches follow from. */
  readonly seed: number;
  readonly trainer: Trainer;
  readonly batches: BatchOrder;
}

/** Everything a run needs, ready to train. */
export interface Prepared {
  /** Complete: what depends on the data (loss, metrics) is filled in. */
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly batches: BatchOrder;
  readonly engine: Engine;
  /** Which backend was taken, and why not a better one; one line. */
  readonly engineNote: string;
  readonly trainer: Trainer;
  /** The same model on the same data, from other weights and in another order; to be disposed of by who asks for it. */
  readonly reseeded: (seed: number) => Promise<Reseeded>;
  /** Milliseconds until the engine was ready, and for reading the data. */
  readonly spent: { readonly startupMs: number; readonly dataMs: number };
}

/** What a run starts from: what was prepared, and how its caller wants it run. */
export interface Run extends Omit<Prepared, 'engineNote'> {
  /** Version of lr-tool, for the report. */
  readonly tool: string;
  /** Ends the run between two updates. */
  readonly signal?: AbortSignal;
}

/**
 * Loads data, model and engine of a run. What costs least is checked first, so that a mistake in the config is told
 * before TensorFlow is loaded.
 *
 * @throws LrToolError for whatever does not fit
 */
export async function prepareRun({ config, baseDir, dataDirs, allowCode, elapsed }: Preparation): Promise<Prepared> {
  const dataFrom = elapsed();
  const dataset = await loadDataset(config.dataset, { baseDir, dataDirs, seed: config.seed, allowCode });
  const task = taskOf({ loss: config.loss, metrics: config.metrics }, dataset.targets);
  const model = resolveModel(config.model, {
    inputShape: dataset.inputs.shape,
    outputs: task.outputs,
    allowCode,
    existingFile: existingFile(baseDir),
  });
  if (model.kind === 'layers') checkOutputActivation(model.layers, task.loss);
  const batchesBy = (seed: number) => batchOrder({ rows: dataset.train, batchSize: config.batchSize, seed });
  const batches = batchesBy(config.seed);
  const dataMs = elapsed() - dataFrom;

  const loaded = await loadEngine(config.backend);
  const { engine } = loaded;
  const trainerBy = (seed: number) =>
    engine.createTrainer({
      model,
      loss: task.loss,
      metrics: task.metrics,
      optimizer: config.optimizer,
      dataset,
      seed,
      mode: config.engineMode,
      batchSize: config.batchSize,
    });
  const trainer = await trainerBy(config.seed);
  return {
    config: { ...config, loss: task.loss, metrics: [...task.metrics] },
    dataset,
    batches,
    engine,
    engineNote: engineNote(loaded, trainer),
    trainer,
    reseeded: async (seed) => ({ seed, trainer: await trainerBy(seed), batches: batchesBy(seed) }),
    spent: { startupMs: elapsed() - dataMs, dataMs },
  };
}
