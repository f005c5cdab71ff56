import { userError } from '../base/errors.js';
import type { TrainerState } from './engine.js';

/** What an update changes. */
export interface StateParts {
  readonly updates: number;
  /** Trainable weights, then the slots of the optimizer (`Parameters.state`). */
  readonly parameters: Uint8Array;
  /** Weights that are not trained, such as moving averages. */
  readonly others: readonly Float32Array[];
}

const headerBytes = Float64Array.BYTES_PER_ELEMENT;
const floatBytes = Float32Array.BYTES_PER_ELEMENT;

/** Copies the parts: updates as float64, the parameters' bytes, the others as float32, one after another. */
export function joinState({ updates, parameters, others }: StateParts): TrainerState {
  const size = others.reduce((sum, { byteLength }) => sum + byteLength, headerBytes + parameters.length);
  const state = new Uint8Array(size);
  let at = 0;
  for (const part of [Float64Array.of(updates), parameters, ...others]) {
    state.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return state;
}

/**
 * The parts again, copied.
 *
 * @param parameterBytes size of the parameters' part
 * @param sizes lengths of the others
 * Error: STATE_MISMATCH where the size is not that of these parts.
 */
export function splitState(state: TrainerState, parameterBytes: number, sizes: readonly number[]): StateParts {
  const wanted = sizes.reduce((sum, size) => sum + size * floatBytes, headerBytes + parameterBytes);
  if (state.length !== wanted) {
    throw userError('STATE_MISMATCH', `the state has ${state.length} bytes, this model and optimizer have ${wanted}`, {
      hint: 'resume with the model and the optimizer that the state was saved from',
    });
  }
  const { buffer } = state.slice();
  let at = headerBytes + parameterBytes;
  const others = sizes.map((size) => {
    const values = new Float32Array(buffer, at, size);
    at += size * floatBytes;
    return values;
  });
  const [updates] = new Float64Array(buffer, 0, 1);
  return { updates: updates!, parameters: new Uint8Array(buffer, headerBytes, parameterBytes), others };
}
