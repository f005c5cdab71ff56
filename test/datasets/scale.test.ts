import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset, RawDataset, Scaling, Values } from '../../src/datasets/dataset.js';
import { gatherInputs, gatherLabels, gatherTargets } from '../../src/datasets/gather.js';
import { type ScalingName, scalingNames, scalings } from '../../src/datasets/scale.js';

const raw = (values: Values, size: number, more: Partial<RawDataset> = {}): RawDataset => ({
  values,
  shape: [size],
  targets: { kind: 'numbers', values: new Float32Array(values.length / size), width: 1 },
  ...more,
});
const all = (data: RawDataset) => new Int32Array(data.values.length / data.shape[0]!).map((_, i) => i);
const scaled = (name: ScalingName, data: RawDataset, train = all(data)) => {
  const inputs = { values: data.values, shape: data.shape, scaling: scalings[name].of(data, train) };
  return [...gatherInputs({ inputs }, all(data))];
};

describe('scaling', () => {
  const data = raw(Float32Array.of(1, 10, 2, 10, 3, 10), 2);

  it('none leaves values as they are', () => expect(scaled('none', data)).toEqual([1, 10, 2, 10, 3, 10]));

  it('unit divides by the largest value that can be, or that there is', () => {
    expect(scaled('unit', raw(Uint8Array.of(0, 51, 255), 1, { unit: 255 }))).toEqual([0, Math.fround(0.2), 1]);
    expect(scaled('unit', raw(Float32Array.of(-4, 2, 1), 1))).toEqual([-1, 0.5, 0.25]);
    expect(scaled('unit', raw(Float32Array.of(0, 0), 1))).toEqual([0, 0]);
  });

  it('minmax maps each value to [0, 1], a constant one to 0', () => {
    expect(scaled('minmax', data)).toEqual([0, 0, 0.5, 0, 1, 0]);
  });

  it('standard gives each value mean 0 and deviation 1, a constant one 0', () => {
    const z = Math.fround(Math.sqrt(1.5));
    expect(scaled('standard', data)).toEqual([-z, 0, 0, 0, z, 0].map((value) => expect.closeTo(value, 6)));
  });

  it('takes a constant column for one even where its mean is rounded', () => {
    expect(scaled('standard', raw(new Float32Array(6).fill(0.1), 1))).toEqual(new Array(6).fill(0));
  });

  it('looks at training rows only', () => {
    const leaky = raw(Float32Array.of(0, 2, 1e6), 1);
    expect(scaled('minmax', leaky, Int32Array.of(0, 1))).toEqual([0, 1, 5e5]);
    expect(scaled('standard', leaky, Int32Array.of(0, 1))).toEqual([-1, 1, 999999]);
    expect(scaled('unit', leaky, Int32Array.of(0, 1))).toEqual([0, 1, 5e5]);
  });

  it('standard keeps six digits of values far from 0', () => {
    const far = raw(
      Float32Array.from({ length: 1001 }, (_, i) => 1000 + (i - 500) / 500),
      1,
    );
    const values = scaled('standard', far);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 3);
    expect(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)).toBeCloseTo(1, 3);
  });

  it('takes a spread that has no reciprocal in single precision for none', () => {
    const column = Float32Array.of(0, 0, -(2 ** -149));
    for (const name of ['minmax', 'standard', 'unit'] as const) {
      expect(Array.from(scaled(name, raw(column, 1)), Math.abs).every((value) => value < 1e-40)).toBe(true);
    }
  });

  it('of any kind gives finite numbers for finite ones', () => {
    const values = fc.float32Array({ minLength: 3, maxLength: 30, noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(values, fc.constantFrom(...scalingNames), (column, name) => {
        expect(scaled(name, raw(column, 1)).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('gathering', () => {
  const values = fc.oneof(
    fc.uint8Array({ minLength: 12, maxLength: 12 }),
    fc.int32Array({ minLength: 12, maxLength: 12 }),
  );
  const scaling: fc.Arbitrary<Scaling> = fc.constantFrom<Scaling>(
    { multiply: 1, add: 0 },
    { multiply: 0.5, add: -1 },
    { multiply: Float32Array.of(1, 2, 3), add: Float32Array.of(0, -1, 0.5) },
    { multiply: 2, add: Float32Array.of(1, 2, 3) },
    { multiply: Float32Array.of(1, 2, 3), add: 4 },
  );
  const at = (part: number | Float32Array, j: number) => (typeof part === 'number' ? part : part[j]!);

  it('gives what the definition gives, row by row', () => {
    fc.assert(
      fc.property(values, scaling, fc.array(fc.nat(3), { maxLength: 9 }), (stored, { multiply, add }, rows) => {
        const inputs = { values: stored as Values, shape: [3], scaling: { multiply, add } };
        const naive = rows.flatMap((row) =>
          [0, 1, 2].map((j) => Math.fround(stored[3 * row + j]! * at(multiply, j) + at(add, j))),
        );
        expect(gatherInputs({ inputs }, Int32Array.from(rows))).toEqual(Float32Array.from(naive));
      }),
    );
  });

  it('gives labels and target numbers of the rows, and keeps the two apart', () => {
    const labels: Pick<Dataset, 'targets'> = {
      targets: { kind: 'classes', labels: Uint8Array.of(5, 6, 7), classes: [] },
    };
    const numbers: Pick<Dataset, 'targets'> = {
      targets: { kind: 'numbers', values: Float32Array.of(1, 2, 3, 4), width: 2 },
    };
    expect(gatherLabels(labels, Int32Array.of(2, 0, 2))).toEqual(Int32Array.of(7, 5, 7));
    expect(gatherTargets(numbers, Int32Array.of(1, 0))).toEqual(Float32Array.of(3, 4, 1, 2));
    expect(() => gatherLabels(numbers, Int32Array.of(0))).toThrow(/not classes/);
    expect(() => gatherTargets(labels, Int32Array.of(0))).toThrow(/not numbers/);
  });
});
