import type { EngineMode } from '../engine.js';
import type { Passes } from './pass.js';
import type { Weights } from './weights.js';

/** A model on its data: its weights, and the two ways through it. */
export interface Network extends Passes {
  readonly mode: EngineMode;
  /** Why not in a faster way; null where nobody asked for it. */
  readonly whyNotFaster: string | null;
  /** The trainable weights. */
  readonly trained: Weights;
  /** Weights that are not trained, such as moving averages. */
  readonly others: Weights;
  /** Makes the passes of training ready for batches of so many rows. */
  prepare(rows: Int32Array): void;
  dispose(): void;
}
