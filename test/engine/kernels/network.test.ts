import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { distance, random, uniform, type Values } from './both.js';

const stream = random('network');
const x = uniform(stream, 8, 13, 12, 3);
const labels = Array.from({ length: 8 }, () => stream.below(5));
const initial: Readonly<Record<string, Values>> = {
  tall: uniform(stream, 3, 1, 3, 8), // a side of 1 under stride 2: the shape that the backend's own conv2d gets wrong
  bias: uniform(stream, 8),
  depthwise: uniform(stream, 3, 3, 8, 2),
  pointwise: uniform(stream, 1, 1, 16, 10),
  dense: uniform(stream, 10, 5),
};

function lossOf(w: Readonly<Record<string, tf.Tensor>>): tf.Scalar {
  const filter = (name: string) => w[name] as tf.Tensor4D;
  const images = tf.tensor4d(x.data.slice(), x.shape as [number, number, number, number]);
  const first = tf.relu(tf.add(tf.conv2d(images, filter('tall'), 2, 'same'), w['bias']!)) as tf.Tensor4D;
  const pooled = tf.maxPool(first, 2, 1, 'same');
  const second = tf.conv2d(tf.depthwiseConv2d(pooled, filter('depthwise'), 1, 'same'), filter('pointwise'), 1, 'valid');
  const features = tf.mean(tf.elu(tf.avgPool(second, 2, 2, 'same')), [1, 2]);
  const logits = tf.matMul(features as tf.Tensor2D, w['dense'] as tf.Tensor2D);
  const target = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 5), 'float32');
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), target), 1))) as tf.Scalar;
}

/** Ten steps of gradient descent: every loss, then every weight. */
function train(backend: string): number[] {
  void tf.setBackend(backend); // at once: both have been initialized
  const before = tf.memory().numTensors;
  const w = Object.fromEntries(
    Object.entries(initial).map(([name, { data, shape }]) => [name, tf.variable(tf.tensor(data.slice(), shape))]),
  );
  const created = tf.memory().numTensors;
  const losses = Array.from({ length: 10 }, () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => lossOf(w), Object.values(w));
      for (const v of Object.values(w)) v.assign(tf.sub(v, tf.mul(grads[v.name]!, 0.05)));
      return value.dataSync()[0]!;
    }),
  );
  expect(tf.memory().numTensors, 'tensors left by the steps').toBe(created);
  const weights = Object.values(w).flatMap((v) => Array.from(v.dataSync()));
  tf.dispose(w);
  expect(created - before).toBeGreaterThan(0);
  return [...losses, ...weights];
}

it('a convolutional network learns on wasm what it learns on cpu', () => {
  const [expected, actual] = [train('cpu'), train('wasm')];
  expect(expected[9]!).toBeLessThan(expected[0]!);
  expect(distance(actual, expected)).toBeLessThan(1e-5);
});

it('and the same bits every time', () => {
  expect(train('wasm')).toEqual(train('wasm'));
});
