import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTail } from '../../src/analysis/student.js';

describe("Student's t", () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [20, 2.086],
    [30, 2.042],
    [60, 2.0],
    [120, 1.98],
  ])('with %d degrees of freedom exceeds %d once in 40 times, as the tables say', (df, t) => {
    expect(studentQuantile(0.025, df)).toBeCloseTo(t, 3);
  });

  it('has the closed forms of 1 and 2 degrees of freedom, far into the tail', () => {
    for (const tail of [0.4, 0.1, 0.025, 0.025 / 3, 1e-4, 1e-9]) {
      expect(studentQuantile(tail, 1) * Math.tan(Math.PI * tail)).toBeCloseTo(1, 10); // Cauchy
      const p = 1 - tail;
      const exact = (2 * p - 1) / Math.sqrt(2 * p * tail);
      expect(studentQuantile(tail, 2) / exact).toBeCloseTo(1, 7);
    }
    for (const t of [0, 0.3, 1, 7, 30]) {
      expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
      expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 12);
    }
  });

  it('tends to the normal distribution', () => expect(studentQuantile(0.025, 1e7)).toBeCloseTo(1.959964, 5));

  it('has a quantile that undoes its distribution, at any degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.45, noNaN: true }), fc.integer({ min: 1, max: 1000 }), (tail, df) => {
        expect(studentTail(studentQuantile(tail, df), df)).toBeCloseTo(tail, 8);
      }),
    );
  });
});
