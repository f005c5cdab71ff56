// What the examples train on: handwritten digits (8 x 8 pixels) and a small model, with the parts of TensorFlow.js that
// lr-tool brings. In a program of yours: import * as tf from '@tensorflow/tfjs', or '@tensorflow/tfjs-node'.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';

export const tf = { ...core, ...layers };
tf.enableProdMode();
await tf.setBackend('wasm');

const table = gunzipSync(readFileSync(new URL('../data/digits/digits.csv.gz', import.meta.url))).toString();
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(',').map(Number));

/** @param {number[][]} part */
const tensorsOf = (part) => ({
  x: tf.tensor2d(part.map((row) => row.slice(0, 64).map((pixel) => pixel / 16))),
  y: /** @type {core.Tensor2D} */ (
    tf.oneHot(
      tf.tensor1d(
        part.map((row) => row[64] ?? 0),
        'int32',
      ),
      10,
    )
  ),
});

/** 1,200 examples to train with and 597 to judge by. */
export const train = tensorsOf(rows.slice(0, 1200));
export const validation = tensorsOf(rows.slice(1200));
export const batchSize = 50;
export const stepsPerEpoch = 1200 / batchSize;

/** A compiled model, the same at every start. @param {core.Optimizer} optimizer */
export function digitsModel(optimizer) {
  const seeded = (/** @type {number} */ seed) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [64], units: 32, activation: 'relu', kernelInitializer: seeded(1) }),
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: seeded(2) }),
    ],
  });
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Accuracy on the validation examples, e.g. "94.1 %". @param {layers.LayersModel} model */
export function accuracyOf(model) {
  const [, accuracy] = /** @type {core.Scalar[]} */ (model.evaluate(validation.x, validation.y));
  return `${(100 * (accuracy?.dataSync()[0] ?? 0)).toFixed(1)} %`;
}
