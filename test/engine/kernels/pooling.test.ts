import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { difference, on, random, randomWindow, uniform, type Values } from './both.js';

type T4 = tf.Tensor4D;

describe.each(['max', 'avg'] as const)('%s pooling on wasm', (kind) => {
  const pool = kind === 'max' ? tf.maxPool : tf.avgPool;

  it('and its gradient are those of cpu, on 300 random shapes', () => {
    const stream = random(kind);
    for (let i = 0; i < 300; i++) {
      const { image, window, strides, pad } = randomWindow(stream, stream.between(1, 9));
      const x = uniform(stream, ...image);
      const shapes = JSON.stringify({ image, window, strides, pad });
      const forward = (a: tf.Tensor) => pool(a as T4, window, strides, pad);
      expect(difference(forward, x), shapes).toBeLessThan(1e-6);
      const backward = (a: tf.Tensor) => tf.grad((b: tf.Tensor) => tf.square(pool(b as T4, window, strides, pad)))(a);
      expect(difference(backward, x), shapes).toBeLessThan(1e-6);
    }
  });
});

const gradient = (x: Values, dy: Values, window: [number, number]) =>
  on('wasm', (a, d) => tf.grad((b: tf.Tensor) => tf.maxPool(b as T4, window, window, 'valid'))(a, d), [x, dy]).data;

describe('the gradient of max pooling', () => {
  it('reaches the largest value of a window that has no positive one', () => {
    // The backend's own kernel gives 0 everywhere in the second window.
    const x = { data: Float32Array.of(1, 2, -2, -1), shape: [1, 1, 4, 1] };
    expect(gradient(x, { data: Float32Array.of(5, 7), shape: [1, 1, 2, 1] }, [1, 2])).toEqual([0, 5, 0, 7]);
  });

  it('goes to the first of equal values, in every channel', () => {
    const channels = 7; // one vector of four, and three single ones
    const x = { data: new Float32Array(4 * channels), shape: [1, 2, 2, channels] };
    const dy = { data: Float32Array.from({ length: channels }, (_, c) => c + 1), shape: [1, 1, 1, channels] };
    const expected = [1, 2, 3, 4, 5, 6, 7, ...Array(3 * channels).fill(0)];
    expect(gradient(x, dy, [2, 2])).toEqual(expected);
  });

  it('passes by NaN', () => {
    const x = { data: Float32Array.of(Number.NaN, 3, Number.NaN, Number.NaN), shape: [1, 1, 4, 1] };
    const dy = { data: Float32Array.of(5, 7), shape: [1, 1, 2, 1] };
    expect(gradient(x, dy, [1, 2])).toEqual([0, 5, 0, 0]);
  });
});
