import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { difference, on, random, uniform } from './both.js';

describe.each([
  ['sum', tf.sum],
  ['mean', tf.mean],
])('%s on wasm', (name, reduce) => {
  it.each([
    [[37, 21], [0]],
    [[37, 21], [1]],
    [
      [37, 21],
      [0, 1],
    ],
    [
      [3, 4, 5, 6],
      [0, 1, 2],
    ],
    [
      [3, 4, 5, 6],
      [2, 0, 1],
    ],
    [
      [3, 4, 5, 6],
      [1, 2],
    ],
    [
      [3, 4, 5, 16],
      [-4, 1],
    ],
    [[9], [0]],
    [[3, 4], []],
  ])('of %j over axes %j is that of cpu', (shape, axes) => {
    const x = uniform(random(`${name} ${shape}`), ...shape);
    for (const keepDims of [false, true]) {
      expect(difference((a) => reduce(a, axes, keepDims), x)).toBeLessThan(1e-6);
    }
  });

  it('loses no digits over 100,000 rows', () => {
    const x = { data: new Float32Array(200_000).fill(0.1), shape: [100_000, 2] };
    const expected = Math.fround(0.1) * (name === 'sum' ? 100_000 : 1);
    const { data } = on('wasm', (a) => reduce(a, 0), [x]);
    for (const value of data) expect(value / expected).toBeCloseTo(1, 6);
  });
});

it('sum of whole numbers stays whole', () => {
  const { data } = on('wasm', (a) => tf.sum(tf.cast(a, 'int32'), 0), [
    { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
  ]);
  expect(data).toEqual([4, 6]);
});

describe('unsortedSegmentSum on wasm', () => {
  it('adds rows under the same id and leaves out ids that are no segment', () => {
    const x = { data: Float32Array.from({ length: 10 }, (_, i) => i), shape: [5, 2] };
    const ids = tf.tensor1d([2, 0, 2, -1, 3], 'int32');
    const { data } = on('wasm', (a) => tf.unsortedSegmentSum(a, ids, 3), [x]);
    ids.dispose();
    expect(data).toEqual([2, 3, 0, 0, 4, 6]);
  });

  it('gives embeddings the gradient of cpu', () => {
    const stream = random('embedding');
    const words = Array.from({ length: 60 }, () => stream.below(9));
    const lookup = (w: tf.Tensor) => tf.gather(w, tf.tensor2d(words, [6, 10], 'int32'));
    for (const width of [1, 3, 4, 17]) {
      const table = uniform(stream, 9, width);
      expect(difference((w) => tf.grad((v: tf.Tensor) => tf.square(lookup(v)))(w), table)).toBeLessThan(1e-6);
    }
  });
});

describe('a clone on wasm', () => {
  it('outlives the tensor it was made of', () => {
    void tf.setBackend('wasm'); // at once: it has been initialized
    const first = tf.tensor1d([1, 2, 3]);
    const second = first.clone();
    const third = tf.cast(second, 'float32');
    first.dispose();
    second.dispose();
    expect(Array.from(third.dataSync())).toEqual([1, 2, 3]);
    third.dispose();
    expect(() => third.dataSync()).toThrow();
  });

  it('is cut to whole numbers by a cast', () => {
    const { data } = on('wasm', (a) => tf.cast(a, 'int32'), [{ data: Float32Array.of(1.5, -2.5), shape: [2] }]);
    expect(data).toEqual([1, -2]);
  });
});
