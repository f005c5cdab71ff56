import { expect, it } from 'vitest';
import type { Predictions } from '../../src/engine/losses.js';
import { metricSum } from '../../src/engine/metrics.js';
import { lossOf } from './setups.js';

const sparse = lossOf('sparse-softmax-cross-entropy');
const rowsOf = (outputs: readonly (readonly number[])[], targets: readonly number[]): Predictions => ({
  outputs: Float32Array.from(outputs.flat()),
  targets,
  rows: outputs.length,
  width: outputs[0]!.length,
});

it('accuracy counts the rows whose largest output is the right one', () => {
  const outputs = [
    [1, 3, 2],
    [5, 4, 3],
    [0, 1, 9],
  ];
  expect(metricSum('accuracy', rowsOf(outputs, [1, 1, 2]), sparse)).toBe(2);
  expect(metricSum('top-3-accuracy', rowsOf(outputs, [1, 1, 2]), sparse)).toBe(3);
});

it('top-3 and top-5 count the rows whose class is among so many', () => {
  const outputs = [[6, 5, 4, 3, 2, 1]];
  const at = (label: number) => [
    metricSum('top-3-accuracy', rowsOf(outputs, [label]), sparse),
    metricSum('top-5-accuracy', rowsOf(outputs, [label]), sparse),
  ];
  expect([0, 2, 3, 4, 5].map(at)).toEqual([
    [1, 1],
    [1, 1],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
});

it('of equal outputs only one is the answer, and NaN is none', () => {
  const equal = [0, 1, 2].map((label) => metricSum('accuracy', rowsOf([[1, 1, 1]], [label]), sparse));
  expect(equal).toEqual([1, 0, 0]);
  const nan = [Number.NaN, Number.NaN, Number.NaN];
  expect([0, 1, 2].map((label) => metricSum('top-3-accuracy', rowsOf([nan], [label]), sparse))).toEqual([0, 0, 0]);
});

it('accuracy takes one-hot rows as well, and the sign of yes-or-no logits', () => {
  const oneHot = rowsOf(
    [
      [1, 3],
      [1, 3],
    ],
    [0, 1, 1, 0],
  );
  expect(metricSum('accuracy', oneHot, lossOf('softmax-cross-entropy'))).toBe(1);
  expect(metricSum('accuracy', oneHot, lossOf('mse'))).toBe(1);
  const binary = rowsOf([[-0.1], [0.1], [0.9], [Number.NaN]], [0, 0, 1, 0]);
  expect(metricSum('accuracy', binary, lossOf('binary-cross-entropy'))).toBe(2);
  const probabilities = rowsOf([[0.4], [0.6], [0.2]], [0, 1, 1]);
  expect(metricSum('accuracy', probabilities, lossOf('binary-cross-entropy', { fromLogits: false }))).toBe(2);
});

it('mae and mse are means over the outputs of a row', () => {
  const rows = rowsOf(
    [
      [1, 2],
      [3, 4],
    ],
    [0, 0, 0, 0],
  );
  expect(metricSum('mae', rows, lossOf('mse'))).toBe(1.5 + 3.5);
  expect(metricSum('mse', rows, lossOf('mse'))).toBe(2.5 + 12.5);
});
