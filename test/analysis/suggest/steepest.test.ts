import { describe, expect, it } from 'vitest';
import { rules, suggestOne } from '../../../src/analysis/suggest/all.js';
import { steepest } from '../../../src/analysis/suggest/steepest.js';
import { valley } from '../../../src/analysis/suggest/valley.js';
import { geometricSpace, linearSpace } from '../../../src/base/numbers.js';
import { bowl, noisy } from '../curves.js';

/** A logistic drop in ln(lr): steepest at its centre, by symmetry. */
const drop = (lr: number[], centre: number) => ({
  lr,
  loss: lr.map((x) => 1 / (1 + Math.exp(3 * Math.log(x / centre)))),
});
const lrOf = (curve: { lr: number[]; loss: number[] }) => {
  const answer = steepest.suggest(curve, { steps: curve.lr.length });
  if (!answer.ok) throw new Error(answer.why);
  return answer.lr;
};

describe('steepest', () => {
  it.each([1e-4, 1e-3, 0.02])(
    'finds the centre of a logistic drop at %d, by exponential and linear sweeps',
    (centre) => {
      expect(lrOf(drop(geometricSpace(1e-6, 1, 2001), centre)) / centre).toBeCloseTo(1, 2);
      expect(lrOf(drop([0, ...linearSpace(centre / 100, 10 * centre, 5000)], centre)) / centre).toBeCloseTo(1, 2);
    },
  );
  it('is not moved by a tail or gaps of NaN, and its index is into the recorded curve', () => {
    const lr = geometricSpace(1e-6, 1, 301);
    const { loss } = drop(lr, 1e-3);
    const damaged = { lr, loss: loss.map((value, i) => (i < 10 || i > 280 || i === 100 ? Number.NaN : value)) };
    expect(steepest.suggest(damaged, { steps: 301 })).toEqual(steepest.suggest({ lr, loss }, { steps: 301 }));
    expect(steepest.suggest(damaged, { steps: 301 })).toMatchObject({ ok: true, index: 150 });
  });
  it('does not take the fall from a peak after the lowest loss', () => {
    const curve = bowl(geometricSpace(1e-7, 10, 100));
    const fallen = { lr: curve.lr, loss: curve.loss.with(99, 0.9) };
    expect(suggestOne('steepest', fallen, { steps: 100 })).toMatchObject({ ok: true, index: expect.closeTo(50, -1) });
  });
  it('stays within a third of a decade under noise, by its own smoothing', () => {
    for (let seed = 0; seed < 20; seed++) {
      const curve = noisy(bowl(geometricSpace(1e-7, 10, 100)), 0.05, seed);
      const answer = suggestOne('steepest', curve, { steps: 100 });
      expect(answer.ok && Math.abs(Math.log10(answer.lr / 1e-3)), `seed ${seed}`).toBeLessThan(1 / 3);
    }
  });
  it.each([
    ['two points', { lr: [1, 2], loss: [2, 1] }, 'needs 3 finite points or more, has 2'],
    ['a rise', { lr: [1, 2, 3], loss: [1, 2, 3] }, 'the loss never falls'],
    [
      'a rate twice',
      { lr: [1, 2, 2], loss: [3, 2, 1] },
      'the learning rate does not rise at finite point 2 (counted from 0)',
    ],
  ])('refuses %s', (_, curve, why) => expect(steepest.suggest(curve, { steps: 3 })).toEqual({ ok: false, why }));
});

it('valley takes the first rate where Python would wrap round to the last one', () => {
  const lr = geometricSpace(1e-3, 1, 12);
  const loss = [2, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]; // E = 1, d = 2: B = -1, and (E - B) / 3 is less than 1
  expect(valley.suggest({ lr, loss }, { steps: 9 })).toEqual({ ok: true, lr: 1e-3, index: 0 });
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, { summary, source }) => {
  it('has a name as typed, one line, and a source', () => {
    expect(name).toMatch(/^[a-z0-9.-]+$/);
    expect(summary).toMatch(/^[^\n]{20,120}$/);
    expect(source).toMatch(/arXiv:|https:\/\//);
  });
});
