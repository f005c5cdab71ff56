import { describe, expect, it } from 'vitest';
import { uses } from '../../../src/analysis/bounds/uses.js';

const found = { lr: 0.1, onset: 0.001, rise: 1, edge: 10 };
const boundsOf = (name: string, change: Partial<typeof found>) =>
  uses.find((use) => use.name === name)!.bounds({ ...found, ...change });

describe.each(uses.map(({ name }) => name))('the rates for %s', (name) => {
  it('never exceed where the loss rises again, nor half of the edge', () => {
    for (const change of [{ rise: 0.12 }, { edge: 0.24 }, { rise: 0.12, edge: 0.24 }]) {
      expect(boundsOf(name, change).maxLr).toBeLessThanOrEqual(0.12);
    }
  });
  it('reach the constant rate, wherever the loss rises', () => {
    for (const change of [{ rise: 0.01 }, { edge: 0.01 }]) expect(boundsOf(name, change).maxLr).toBe(0.1);
  });
  it('are those without a rise where the loss never rises', () =>
    expect(boundsOf(name, { rise: Number.POSITIVE_INFINITY })).toEqual(boundsOf(name, {})));
  it('keep base_lr below max_lr', () => {
    for (const change of [{}, { rise: 0.01 }, { onset: 1 }]) {
      const { baseLr, maxLr } = boundsOf(name, change);
      expect(baseLr).toBeLessThan(maxLr);
    }
  });
});

it('a peak is twice a constant rate where neither is near', () => {
  for (const name of ['clr', 'one-cycle']) expect(boundsOf(name, {}).maxLr).toBe(0.2);
});
