import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { difference, on, random, randomWindow, uniform } from './both.js';

type T4 = tf.Tensor4D;
const tolerance = 1e-5;

/** Worst case of many, with what it was. */
function worst(count: number, one: () => { gap: number; shapes: unknown }) {
  let worstCase = { gap: 0, shapes: null as unknown };
  for (let i = 0; i < count; i++) {
    const { gap, shapes } = one();
    if (!(gap <= worstCase.gap)) worstCase = { gap, shapes };
  }
  return worstCase;
}

const families = {
  conv2d: (x: T4, f: T4, _: tf.Tensor1D, o: Options) => tf.conv2d(x, f, o.strides, o.pad),
  'fused conv2d': (x: T4, f: T4, bias: tf.Tensor1D, { strides, pad }: Options) =>
    tf.fused.conv2d({ x, filter: f, bias, strides, pad, activation: 'relu' }),
  'depthwise conv2d': (x: T4, f: T4, _: tf.Tensor1D, o: Options) => tf.depthwiseConv2d(x, f, o.strides, o.pad),
  'fused depthwise conv2d': (x: T4, f: T4, bias: tf.Tensor1D, { strides, pad }: Options) =>
    tf.fused.depthwiseConv2d({ x, filter: f, bias, strides, pad, activation: 'relu' }),
};
type Options = Pick<ReturnType<typeof randomWindow>, 'strides' | 'pad'>;

describe.each(Object.entries(families))('%s on wasm', (name, compute) => {
  it('gives what cpu gives, on 250 random shapes', () => {
    const stream = random(name);
    const { gap, shapes } = worst(250, () => {
      const depth = stream.between(1, 9);
      const last = stream.between(1, name.includes('depthwise') ? 3 : 9);
      const { image, window, ...options } = randomWindow(stream, depth);
      const bias = uniform(stream, name.includes('depthwise') ? depth * last : last);
      const [x, f] = [uniform(stream, ...image), uniform(stream, ...window, depth, last)];
      const gap = difference((a, b, c) => compute(a as T4, b as T4, c as tf.Tensor1D, options), x, f, bias);
      return { gap, shapes: { image, window, last, ...options } };
    });
    expect(gap, JSON.stringify(shapes)).toBeLessThan(tolerance);
  });

  it("pads 'same' dilated filters as cpu does", () => {
    const stream = random(`${name} dilated`);
    const x = uniform(stream, 2, 9, 8, 3);
    const f = uniform(stream, 3, 2, 3, 2);
    const dilated = (a: tf.Tensor, b: tf.Tensor) =>
      name.includes('depthwise')
        ? tf.depthwiseConv2d(a as T4, b as T4, 1, 'same', 'NHWC', [2, 3])
        : tf.conv2d(a as T4, b as T4, 1, 'same', 'NHWC', [2, 3]);
    expect(difference(dilated, x, f)).toBeLessThan(tolerance);
  });
});

it("convolves with padding 'same' where one side of the filter is shorter than the stride", () => {
  // The backend's own kernel is off by as much as its largest output here.
  const x = { data: Float32Array.from({ length: 6 }, (_, i) => i + 1), shape: [1, 2, 3, 1] };
  const f = { data: Float32Array.of(1, 10), shape: [1, 2, 1, 1] };
  const { data } = on('wasm', (a, b) => tf.conv2d(a as T4, b as T4, [2, 1], 'same'), [x, f]);
  expect(data).toEqual([21, 32, 3]);
});

const gradients = {
  'filter of conv2d': (x: T4, f: T4, dy: T4, { strides, pad }: Options) =>
    tf.grads((a, b) => tf.conv2d(a as T4, b as T4, strides, pad))([x, f], dy)[1]!,
  'input of conv2d': (x: T4, f: T4, dy: T4, { strides, pad }: Options) =>
    tf.grads((a, b) => tf.conv2d(a as T4, b as T4, strides, pad))([x, f], dy)[0]!,
  'filter of depthwise conv2d': (x: T4, f: T4, dy: T4, { strides, pad }: Options) =>
    tf.grads((a, b) => tf.depthwiseConv2d(a as T4, b as T4, strides, pad))([x, f], dy)[1]!,
  'input of depthwise conv2d': (x: T4, f: T4, dy: T4, { strides, pad }: Options) =>
    tf.grads((a, b) => tf.depthwiseConv2d(a as T4, b as T4, strides, pad))([x, f], dy)[0]!,
};

describe.each(Object.entries(gradients))('gradient for the %s', (name, compute) => {
  const depthwise = name.includes('depthwise');

  it('is that of cpu, on 300 random shapes', () => {
    const stream = random(name);
    const { gap, shapes } = worst(300, () => {
      const depth = stream.between(1, 10);
      const last = stream.between(1, depthwise ? 3 : 18);
      const { image, window, ...options } = randomWindow(stream, depth);
      const filter = [...window, depth, last] as [number, number, number, number];
      const size = image as [number, number, number, number];
      const { strides, pad } = options;
      const { outShape } = tf.backend_util.computeConv2DInfo(size, filter, strides, 1, pad, undefined, depthwise);
      const inputs = [uniform(stream, ...image), uniform(stream, ...filter), uniform(stream, ...outShape)];
      const gap = difference((x, f, dy) => compute(x as T4, f as T4, dy as T4, options), ...inputs);
      return { gap, shapes: { image, filter, ...options } };
    });
    expect(gap, JSON.stringify(shapes)).toBeLessThan(tolerance);
  });

  it('is that of cpu where the batch is cut into chunks', () => {
    const stream = random(`${name} chunks`);
    const last = depthwise ? 1 : 20;
    const inputs = [
      uniform(stream, 7, 20, 21, 9),
      uniform(stream, 5, 5, 9, last),
      uniform(stream, 7, 16, 17, depthwise ? 9 : last),
    ];
    const options = { strides: [1, 1] as [number, number], pad: 'valid' as const };
    const gap = difference((x, f, dy) => compute(x as T4, f as T4, dy as T4, options), ...inputs);
    expect(gap).toBeLessThan(tolerance);
  });
});
