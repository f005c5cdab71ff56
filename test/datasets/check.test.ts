import { describe, expect, it } from 'vitest';
import { checkDataset } from '../../src/datasets/check.js';
import type { RawDataset, Targets } from '../../src/datasets/dataset.js';
import { fillGaps } from '../../src/datasets/fill.js';
import { classTargets, oneHot, targetsOf } from '../../src/datasets/targets.js';
import { refusal } from './files.js';

const numbers = (...values: number[]): Targets => ({ kind: 'numbers', values: Float32Array.from(values), width: 1 });
const labels = (values: number[], classes = ['a', 'b']): Targets => ({
  kind: 'classes',
  labels: Int32Array.from(values),
  classes,
});
const raw = (values: number[], targets: Targets, more: Partial<RawDataset> = {}): RawDataset => ({
  values: Float32Array.from(values),
  shape: [2],
  targets,
  ...more,
});

describe('the check of a data set', () => {
  it('counts its examples', () => expect(checkDataset(raw([1, 2, 3, 4], numbers(5, 6)), 'x')).toBe(2));

  it.each<[string, RawDataset, string]>([
    ['nothing', raw([], numbers()), 'DATA_EMPTY: x holds no examples'],
    [
      'examples of nothing',
      { ...raw([], numbers(1)), shape: [0] },
      'DATA_EMPTY: x: examples of shape [0] hold no values',
    ],
    ['too few targets', raw([1, 2, 3, 4], numbers(1)), 'DATA_COUNT: x has 2 inputs of shape [2] but 1 targets'],
    [
      'a NaN',
      raw([1, 2, 3, Number.NaN], numbers(1, 2)),
      'DATA_NOT_FINITE: x: inputs, row 1, value 1 (both from 0): NaN is not a finite 32-bit number',
    ],
    [
      'an infinite target',
      raw([1, 2, 3, 4], numbers(1, 1e39)),
      'DATA_NOT_FINITE: x: targets, row 1, value 0 (both from 0): Infinity is not a finite 32-bit number',
    ],
    [
      'an infinity among gaps',
      raw([1, Number.NaN, -1e39, 4], numbers(1, 2), { fill: 'mean' }),
      'DATA_NOT_FINITE: x: inputs, row 1, value 0 (both from 0): -Infinity is not a finite 32-bit number',
    ],
    [
      'a label without a class',
      raw([1, 2, 3, 4], labels([0, 2])),
      'DATA_LABEL: x: the label of row 1 (from 0) is 2, outside 0 .. 1',
    ],
    [
      'a negative label',
      raw([1, 2, 3, 4], labels([-1, 0])),
      'DATA_LABEL: x: the label of row 0 (from 0) is -1, outside 0 .. 1',
    ],
    [
      'a constant target',
      raw([1, 2, 3, 4], numbers(1.5, 1.5)),
      'DATA_ONE_TARGET: x: all 2 examples have the target 1.5, so there is nothing to learn',
    ],
    [
      'a constant row of targets',
      raw([1, 2, 3, 4], { kind: 'numbers', values: Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4), width: 4 }),
      'DATA_ONE_TARGET: x: all 2 examples have the target [1, 2, 3, ...], so there is nothing to learn',
    ],
    [
      'a single example',
      raw([1, 2], labels([0])),
      'DATA_ONE_CLASS: x has 1 example only, so there is nothing to learn',
    ],
    [
      'one class',
      raw([1, 2, 3, 4], labels([1, 1])),
      "DATA_ONE_CLASS: x: all 2 examples are of one class, 'b', so there is nothing to learn",
    ],
  ])('refuses %s', async (_, data, message) => expect(await refusal(() => checkDataset(data, 'x'))).toBe(message));

  it('lets gaps pass that will be filled', () => {
    expect(checkDataset(raw([1, Number.NaN, 3, 4], numbers(1, 2), { fill: 'mean' }), 'x')).toBe(2);
  });
});

describe('filling gaps', () => {
  const gap = Number.NaN;
  const filled = (fill: 'mean' | 'median' | 'zero', train = [0, 1, 2, 3]) => {
    const values = Float32Array.of(1, 5, gap, 6, 2, 7, 6, gap, gap, 100);
    fillGaps(values, [2], Int32Array.from(train), fill);
    return [values[2], values[7], values[8]];
  };

  it('takes mean, median or zero of the training rows, column by column', () => {
    expect(filled('mean')).toEqual([3, 6, 3]);
    expect(filled('median')).toEqual([2, 6, 2]);
    expect(filled('median', [0, 2])).toEqual([1.5, 6, 1.5]);
    expect(filled('zero')).toEqual([0, 0, 0]);
  });

  it('is refused where no training row has a value', async () => {
    const said = await refusal(() => fillGaps(Float32Array.of(1, gap, 2, 3), [2], Int32Array.of(0), 'mean'));
    expect(said).toMatch(/DATA_MISSING: value 1 of the examples \(from 0\) is missing in every training row/);
  });
});

describe('targets', () => {
  const stored = (values: Float32Array | Int32Array, width = 1) => ({
    values,
    width,
    whole: values instanceof Int32Array,
    place: 'y',
  });

  it('are classes where they are one whole number each, or where told', () => {
    expect(targetsOf(stored(Int32Array.of(0, 2)), 'auto')).toMatchObject({ kind: 'classes', classes: ['0', '1', '2'] });
    expect(targetsOf(stored(Float32Array.of(0, 2)), 'auto')).toMatchObject({ kind: 'numbers' });
    expect(targetsOf(stored(Float32Array.of(0, 2)), 'classification')).toMatchObject({ labels: Int32Array.of(0, 2) });
    expect(targetsOf(stored(Int32Array.of(0, 2)), 'regression')).toMatchObject({ values: Float32Array.of(0, 2) });
    expect(targetsOf(stored(Int32Array.of(0, 2), 2), 'auto')).toMatchObject({ kind: 'numbers', width: 2 });
  });

  it('are refused where a label is fractional, negative, too large, or several', async () => {
    const refused = (...values: number[]) => refusal(() => classTargets(Float32Array.from(values), 'y'));
    expect(await refused(0, 1.5)).toBe('DATA_LABEL: y: the label of row 1 (from 0) is 1.5, not a whole number');
    expect(await refused(0, -1)).toMatch(/row 1 \(from 0\) is -1, outside/);
    expect(await refused(0, 1e6)).toMatch(/row 1 \(from 0\) is 1000000, outside 0 .. 99999/);
    expect(await refusal(() => targetsOf(stored(Int32Array.of(0, 1), 2), 'classification'))).toMatch(
      /y has 2 numbers per example/,
    );
  });

  it('become rows of 0 and 1 with their classes', async () => {
    expect(oneHot(labels([1, 0]))).toEqual({
      kind: 'numbers',
      width: 2,
      values: Float32Array.of(0, 1, 1, 0),
      classes: ['a', 'b'],
    });
    expect(await refusal(() => oneHot(numbers(1)))).toMatch(/oneHot: true needs class labels/);
  });
});
