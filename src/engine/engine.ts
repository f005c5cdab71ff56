import { type Backend, backends, type EngineMode, type EngineModeChoice } from '../base/backends.js';
import type { Dataset } from '../datasets/dataset.js';
import type { LossConfig } from '../models/losses.js';
import type { MetricName } from '../models/metrics.js';
import type { ResolvedModel } from '../models/model.js';
import type { OptimizerConfig } from '../optimizers/all.js';
import type { BadNumber } from './non-finite.js';

export { type Backend, backends, type EngineMode };

/** What runs the arithmetic. No type of TensorFlow appears here. */
export interface Engine {
  readonly backend: Backend;
  /** How its trainers run at best; what one does is its own `mode`. */
  readonly mode: EngineMode;
  /** Package name -> version, and what else tells engines apart (SIMD, threads). */
  readonly versions: Readonly<Record<string, string>>;
  /** Computes a known answer (matmul, a convolution's gradients, one Adam update); throws where it is wrong. */
  selfTest(): Promise<void>;
  createTrainer(setup: TrainerSetup): Promise<Trainer>;
}

export interface TrainerSetup {
  readonly model: ResolvedModel;
  readonly loss: LossConfig;
  readonly metrics: readonly MetricName[];
  readonly optimizer: OptimizerConfig;
  readonly dataset: Dataset;
  /** Initial weights and dropout masks follow from it. */
  readonly seed: number;
  /** Default 'auto': the fastest that can be. */
  readonly mode?: EngineModeChoice;
  /** Rows of the batches to come: what can be prepared for them is done at once, not at the first step. */
  readonly batchSize?: number;
}

/** Mean loss over the rows, without dropout, and each metric by its name. */
export interface Evaluation {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A copy of everything that an update changes. Opaque bytes: equal states are equal byte for byte. */
export type TrainerState = Uint8Array;

/** One weight tensor of a model, its numbers row-major. */
export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What `tf.loadLayersModel` builds a model from, or why it cannot be written down. */
export type Topology = { readonly json: Readonly<Record<string, unknown>> } | { readonly why: string };

/** A model in training. */
export interface Trainer {
  /** How its passes run at present: it falls back where there are no kernels for a model, or a pass is no single graph. */
  readonly mode: EngineMode;
  /** Why they do not run in a faster way, though it was wanted; null where they do, or it was not. */
  readonly whyNotFaster: string | null;
  /** Why its state is not all there is, so that a run cannot go on from it; null where it is. */
  readonly whyNotResumable: string | null;
  /** Number of trainable parameters. */
  readonly parameters: number;
  /** Updates done. */
  readonly updates: number;
  /**
   * Whether all weights and all that the optimizer remembers were finite after the last update, which tells it on its way.
   */
  readonly finite: boolean;
  /**
   * One optimizer update. Several batches are accumulated: their gradients and losses are averaged, weighted by rows.
   *
   * @param lr learning rate of this update
   * @param batches row numbers into the data set, one array per (micro-)batch
   * @param momentum of this update, for optimizers that have one (`Optimizer.momentum`); their own if left out
   * @returns the mean loss BEFORE the update; not finite if the model has diverged (never throws for that): then
   * no trained weight is changed: they are those that gave it
   */
  step(lr: number, batches: readonly Int32Array[], momentum?: number): Promise<number>;
  /** Rejects with the reason of `signal` once that is aborted: nobody waits for a large data set who wants to leave. */
  evaluate(rows: Int32Array, signal?: AbortSignal): Promise<Evaluation>;
  /**
   * Mean loss of the rows as those of a batch: batch normalisation takes their own statistics, as a step does, and not its
   * moving averages, which lag behind weights that change fast. Without dropout and penalties; changes nothing. More than 256
   * rows are several batches of about equal size.
   */
  batchLoss(rows: Int32Array): Promise<number>;
  /**
   * The first number that is not finite, looked for in the order in which the last step made them, in: inputs and targets of
   * the rows, gradients, weights, what the optimizer remembers, outputs for the rows. Null where all are finite.
   */
  findNonFinite(rows: Int32Array): BadNumber | null;
  /** Copies of all weights, those that are not trained included, in the order of the model. */
  weights(): Promise<readonly NamedWeight[]>;
  /** The model without its weights, in layers of TensorFlow.js alone: the `modelTopology` of a model.json. */
  topology(): Topology;
  capture(): Promise<TrainerState>;
  restore(state: TrainerState): Promise<void>;
  /** Frees all tensors. The trainer is of no use afterwards. */
  dispose(): void;
}
