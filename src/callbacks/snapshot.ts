import { isVariable, type Model, type Tensor, type Variable } from './tfjs.js';

/** Values of variables at one moment. Holds memory of the backend until it is disposed. */
export interface Snapshot {
  /** Gives the variables those values again, bit for bit, as often as it is called. */
  restore(): void;
  dispose(): void;
}

/** Training replaces the values of a variable and never writes into them, so that clones keep what they were. */
export function snapshotOf(variables: readonly Variable[]): Snapshot {
  const copies = variables.map((variable) => variable.clone());
  return {
    restore() {
      for (const [i, variable] of variables.entries()) variable.assign(copies[i]!);
    },
    dispose() {
      for (const copy of copies) copy.dispose();
    },
  };
}

/**
 * All weights of a model, the moving averages of batch normalisation included. Restored past `setWeights`, which would
 * apply the constraints of layers once more.
 */
export const snapshotOfWeights = (model: Model): Snapshot =>
  snapshotOf((model.getWeights() as readonly (Tensor | Variable)[]).filter(isVariable));
