import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { difference, on, random, uniform } from './both.js';

describe.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('matMul on wasm, transposeA %s, transposeB %s', (transposeA, transposeB) => {
  const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB);
  const sides = (m: number, k: number, n: number, stack: number[] = []) =>
    [
      [...stack, ...(transposeA ? [k, m] : [m, k])],
      [...stack, ...(transposeB ? [n, k] : [k, n])],
    ] as const;

  it('gives what cpu gives, on 200 random shapes', () => {
    const stream = random(`matMul ${transposeA} ${transposeB}`);
    for (let i = 0; i < 200; i++) {
      // Past 64 rows and 256 inner columns the product is cut into blocks.
      const [m, k, n] = [stream.between(1, 75), stream.between(1, i % 10 === 0 ? 600 : 40), stream.between(1, 40)];
      const [a, b] = sides(m, k, n);
      const gap = difference(product, uniform(stream, ...a), uniform(stream, ...b));
      expect(gap, `${m} x ${k} x ${n}`).toBeLessThan(1e-5);
    }
  });

  it('multiplies stacks of matrices, alike or broadcast', () => {
    const stream = random('stacks');
    const [a, b] = sides(5, 7, 9, [2, 3]);
    expect(difference(product, uniform(stream, ...a), uniform(stream, ...b))).toBeLessThan(1e-5);
    expect(difference(product, uniform(stream, 1, ...a.slice(1)), uniform(stream, ...b))).toBeLessThan(1e-5);
  });

  it('knows a product by heart', () => {
    const a = { data: transposeA ? Float32Array.of(1, 3, 2, 4) : Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
    const b = { data: transposeB ? Float32Array.of(5, 7, 6, 8) : Float32Array.of(5, 6, 7, 8), shape: [2, 2] };
    expect(on('wasm', product, [a, b]).data).toEqual([19, 22, 43, 50]);
  });
});

it('matMul keeps NaN and Infinity', () => {
  const a = { data: Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 1), shape: [2, 2] };
  const b = { data: Float32Array.of(0, 1, 0, 1), shape: [2, 2] };
  const { data } = on('wasm', (x, y) => tf.matMul(x, y), [a, b]);
  expect(data).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY]);
});

it('matMul of matrices without inner columns is 0', () => {
  const { data } = on('wasm', (x, y) => tf.matMul(x, y), [
    { data: new Float32Array(0), shape: [2, 0] },
    { data: new Float32Array(0), shape: [0, 3] },
  ]);
  expect(data).toEqual([0, 0, 0, 0, 0, 0]);
});
