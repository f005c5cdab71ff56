import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Targets } from '../../src/datasets/dataset.js';
import { splitRows } from '../../src/datasets/split.js';
import { refusal } from './files.js';

const classTargets = (labels: readonly number[]): Targets => ({
  kind: 'classes',
  labels: Uint8Array.from(labels),
  classes: Array.from({ length: Math.max(...labels, 0) + 1 }, (_, k) => String(k)),
});
const numberTargets = (rows: number): Targets => ({ kind: 'numbers', values: new Float32Array(rows), width: 1 });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('a split', () => {
  const setting = fc.record({
    labels: fc.array(fc.nat(4), { minLength: 12, maxLength: 120 }),
    validation: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    stratify: fc.boolean(),
    seed: fc.maxSafeInteger(),
  });

  it('puts every row into exactly one part, in ascending order', () => {
    fc.assert(
      fc.property(setting, ({ labels, validation, stratify, seed }) => {
        const options = { validation, stratify, seed };
        const targets = classTargets(labels);
        const { train, validation: held } = splitRows({ targets }, labels.length, options);
        expect([...train, ...held].sort((a, b) => a - b)).toEqual(range(0, labels.length));
        for (const part of [train, held]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
        expect(splitRows({ targets }, labels.length, options)).toEqual({ train, validation: held });
      }),
    );
  });

  it('keeps the share of each class to less than one row, and a row of each for training', () => {
    fc.assert(
      fc.property(setting, ({ labels, validation, seed }) => {
        const { validation: held, train } = splitRows({ targets: classTargets(labels) }, labels.length, {
          validation,
          seed,
        });
        for (const label of new Set(labels)) {
          const all = labels.filter((other) => other === label).length;
          const kept = [...held].filter((row) => labels[row] === label).length;
          expect(Math.abs(kept - all * validation)).toBeLessThan(1);
          expect([...train].some((row) => labels[row] === label)).toBe(true);
        }
      }),
    );
  });

  it('has the size that was asked for', () => {
    const labels = range(0, 1000).map((row) => row % 7);
    const size = (stratify: boolean) =>
      splitRows({ targets: classTargets(labels) }, 1000, { stratify, seed: 1 }).validation.length;
    expect([size(true), size(false)]).toEqual([200, 200]);
    expect(splitRows({ targets: numberTargets(10) }, 10, { validation: 0, seed: 1 })).toEqual({
      train: Int32Array.from(range(0, 10)),
      validation: new Int32Array(0),
    });
  });

  it('follows from the seed', () => {
    const split = (seed: number) => [...splitRows({ targets: numberTargets(100) }, 100, { seed }).validation];
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it('takes the test part of the data, unless a share is given', () => {
    const raw = { targets: numberTargets(50), testFrom: 40 };
    const own = splitRows(raw, 50, { seed: 1 });
    expect([[...own.train], [...own.validation]]).toEqual([range(0, 40), range(40, 50)]);
    const share = splitRows(raw, 50, { validation: 0.25, seed: 1 });
    expect([...share.train, ...share.validation].sort((a, b) => a - b)).toEqual(range(0, 40));
    expect(share.validation).toHaveLength(10);
    expect(splitRows(raw, 50, { validation: 0, seed: 1 }).validation).toHaveLength(0);
  });

  it('uses no more rows than the limit, drawn from everywhere; a test part keeps its share', () => {
    const limited = splitRows({ targets: numberTargets(1000) }, 1000, { limit: 100, seed: 1 });
    expect([limited.train.length, limited.validation.length]).toEqual([80, 20]);
    expect(Math.max(...limited.train)).toBeGreaterThan(800);
    expect(limited.train).toEqual(limited.train.toSorted());
    const own = splitRows({ targets: numberTargets(700), testFrom: 600 }, 700, { limit: 70, seed: 1 });
    expect([own.train.length, own.validation.length]).toEqual([60, 10]);
    expect(own.train.every((row) => row < 600) && own.validation.every((row) => row >= 600)).toBe(true);
    expect(splitRows({ targets: numberTargets(10) }, 10, { limit: 99, validation: 0, seed: 1 }).train).toHaveLength(10);
  });

  it('is refused where rows are too few, or numbers are to be stratified', async () => {
    expect(await refusal(() => splitRows({ targets: numberTargets(2) }, 2, { seed: 1 }))).toMatch(
      /DATA_SPLIT: 2 rows are too few/,
    );
    expect(await refusal(() => splitRows({ targets: classTargets([0, 1]) }, 2, { validation: 0.5, seed: 1 }))).toMatch(
      /too few/,
    );
    const own = { targets: numberTargets(100), testFrom: 90 };
    expect(await refusal(() => splitRows(own, 100, { limit: 3, seed: 1 }))).toMatch(/3 rows are too few/);
    expect(await refusal(() => splitRows({ targets: numberTargets(9) }, 9, { stratify: true, seed: 1 }))).toMatch(
      /needs class labels/,
    );
  });
});
