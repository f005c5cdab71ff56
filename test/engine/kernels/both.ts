import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers'; // registers the gradients
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { type RandomStream, randomStream } from '../../../src/base/random.js';
import { registerMissingKernels } from '../../../src/engine/tfjs/kernels/all.js';

/** Values and shape of a float32 tensor, known to no backend yet. */
export interface Values {
  readonly data: Float32Array;
  readonly shape: number[];
}

registerMissingKernels();
await tf.setBackend('cpu');
await tf.setBackend('wasm');

export const random = (name: string): RandomStream & { between(low: number, high: number): number } => {
  const stream = randomStream(1, `test kernels: ${name}`);
  return { ...stream, between: (low, high) => low + stream.below(high - low + 1) };
};

/** Uniform values in [-1, 1). */
export const uniform = (stream: RandomStream, ...shape: number[]): Values => ({
  data: Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2 * stream.uniform() - 1),
  shape,
});

/** What `compute` gives on one backend. All tensors but its result and inputs must be gone, the inputs still be there. */
export function on(backend: 'cpu' | 'wasm', compute: (...inputs: tf.Tensor[]) => tf.Tensor, values: readonly Values[]) {
  void tf.setBackend(backend); // at once: both have been initialized
  const before = tf.memory().numTensors;
  const inputs = values.map(({ data, shape }) => tf.tensor(data.slice(), shape));
  const stored = tf.backend().numDataIds();
  const result = tf.tidy(() => compute(...inputs));
  const output = { data: Array.from(result.dataSync()), shape: result.shape };
  result.dispose();
  // The scratch of the matrix products is made once and stays.
  expect(tf.backend().numDataIds(), 'tensors left in the backend').toBeLessThanOrEqual(stored + 1);
  for (const [i, input] of inputs.entries()) {
    const kept = Buffer.from(input.dataSync().buffer).equals(Buffer.from(values[i]!.data.buffer));
    expect(kept, `input ${i} is as before`).toBe(true);
    input.dispose();
  }
  expect(tf.memory().numTensors, 'tensors left').toBe(before);
  return output;
}

/** Largest difference between wasm and cpu, as a share of the largest value on cpu. */
export function difference(compute: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: readonly Values[]): number {
  const expected = on('cpu', compute, inputs);
  const actual = on('wasm', compute, inputs);
  expect(actual.shape).toEqual(expected.shape);
  return distance(actual.data, expected.data);
}

export function distance(actual: readonly number[], expected: readonly number[]): number {
  const largest = Math.max(1e-6, ...expected.map(Math.abs));
  const gaps = expected.map((value, i) => Math.abs(value - actual[i]!) / largest);
  return gaps.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(0, ...gaps);
}

/** A window, its strides and padding, over an image: sizes that fit together. */
export function randomWindow(stream: ReturnType<typeof random>, depth: number) {
  const pad = stream.below(2) === 0 ? ('same' as const) : ('valid' as const);
  const [height, width] = [stream.between(1, 5), stream.between(1, 5)];
  const least = (side: number) => (pad === 'valid' ? side : 1);
  return {
    image: [stream.between(1, 4), stream.between(least(height), 13), stream.between(least(width), 13), depth],
    window: [height, width] as [number, number],
    strides: [stream.between(1, 3), stream.between(1, 3)] as [number, number],
    pad,
  };
}
