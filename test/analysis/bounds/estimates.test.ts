import { describe, expect, it } from 'vitest';
import { edgeOf, placed } from '../../../src/analysis/bounds/estimates.js';
import type { Landmarks } from '../../../src/analysis/bounds/landmarks.js';
import { lagOf } from '../../../src/analysis/bounds/memory.js';

const at = (lr: number) => Math.log(lr);
const seen: Landmarks = {
  last: at(10),
  onset: at(1e-4),
  most: at(0.01),
  lowest: at(0.1),
  rise: at(0.5),
  collapse: at(0.6),
  limit: null,
  takenBack: 0,
};
const lrOf = (...args: Parameters<typeof placed>) => Math.exp(placed(...args).lnLr);

describe('the constant rate', () => {
  it('is a sixth of the rate that has lost the fall, though the fall is done long before', () =>
    expect(lrOf(seen, 'clear', {})).toBeCloseTo(0.1, 12));
  it('is the middle where the fall is only done above that', () =>
    expect(lrOf({ ...seen, most: at(0.4) }, 'clear', {})).toBeCloseTo(0.2, 12));
  it('is what has done the fall where the edge was not seen', () => {
    const open = { ...seen, collapse: null };
    expect(lrOf(open, 'clear', {})).toBeCloseTo(0.01, 12);
    expect(placed(open, 'clear', {}).edgeSeen).toBe(false);
  });
  it('is half of the stability limit at most', () =>
    expect(lrOf({ ...seen, limit: at(0.05) }, 'clear', {})).toBeCloseTo(0.025, 12));
  it('of a weak fall follows from the edge alone, within a factor of 3', () => {
    const { lnLr, range } = placed({ ...seen, most: at(0.4) }, 'weak', {});
    expect(Math.exp(lnLr)).toBeCloseTo(0.1, 12);
    expect(range.map(Math.exp)).toEqual([expect.closeTo(0.1 / 3, 12), expect.closeTo(0.3, 12)]);
  });
  it('of Adam lies a third of the way to 5e-3; of Lion five times lower, and so does its own', () => {
    expect(lrOf(seen, 'clear', { step: 'scaled' })).toBeCloseTo(0.1 ** (2 / 3) * 5e-3 ** (1 / 3), 12);
    expect(lrOf(seen, 'clear', { step: 'sign' })).toBeCloseTo((0.1 ** (2 / 3) * 5e-3 ** (1 / 3)) / 5, 12);
  });
});

it('the edge is where the fall is lost or the loss is unstable, else where it is lowest', () => {
  expect(edgeOf(seen)).toBe(at(0.6));
  expect(edgeOf({ ...seen, limit: at(0.2) })).toBe(at(0.2));
  expect(edgeOf({ ...seen, collapse: null })).toBe(at(0.1));
});

it('a rate is seen in the loss once half of the memory was gathered at it', () => {
  expect(lagOf(0)).toBe(0);
  expect(0.9 ** lagOf(0.9)).toBeCloseTo(0.5, 12);
});
