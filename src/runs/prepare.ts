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
  const batches = batchOrder({ rows: dataset.train, batchSize: config.batchSize, seed: config.seed });
  const dataMs = elapsed() - dataFrom;

  const loaded = await loadEngine(config.backend);
  const { engine } = loaded;
  const trainer = await engine.createTrainer({
    model,
    loss: task.loss,
    metrics: task.metrics,
    optimizer: config.optimizer,
    dataset,
    seed: config.seed,
    mode: config.engineMode,
    batchSize: config.batchSize,
  });
  return {
    config: { ...config, loss: task.loss, metrics: [...task.metrics] },
    dataset,
    batches,
    engine,
    engineNote: engineNote(loaded, trainer),
    trainer,
    spent: { startupMs: elapsed() - dataMs, dataMs },
  };
}
