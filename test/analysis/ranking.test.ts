import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entrant, rank } from '../../src/analysis/ranking.js';
import { randomStream } from '../../src/base/random.js';

const entrant = (label: string, values: readonly (number | null)[], diverged = 0): Entrant => ({
  label,
  values,
  diverged,
});
const order = (entrants: readonly Entrant[], better: 'lower' | 'higher' = 'lower') =>
  rank(entrants, better).places.map(({ entrant }) => entrants[entrant]!.label);

describe('rank', () => {
  it('puts the lowest mean first, or the highest', () => {
    const entrants = [entrant('a', [3, 4]), entrant('b', [1, 2]), entrant('c', [2, 9])];
    expect(order(entrants)).toEqual(['b', 'a', 'c']);
    expect(order(entrants, 'higher')).toEqual(['c', 'a', 'b']);
  });

  it('gives a verdict where every interval excludes 0, shared among the others', () => {
    const { places, verdict } = rank(
      [entrant('a', [1, 2, 3]), entrant('b', [2, 3.01, 4]), entrant('c', [5, 6, 7.02])],
      'lower',
    );
    expect(verdict).toEqual({ ok: true, why: ['a is better than all others'] });
    expect(places.map(({ standing }) => standing)).toEqual(['leads', 'worse', 'worse']);
    const [low, high] = places[1]!.difference!.interval!;
    const mean = 3.01 / 3;
    const s = Math.sqrt((2 * (1 - mean) ** 2 + (1.01 - mean) ** 2) / 2);
    const t = 6.205347; // exceeded with probability 0.05 / 4 by Student's t with 2 degrees of freedom
    expect(low).toBeCloseTo(mean - (t * s) / Math.sqrt(3), 6);
    expect(high).toBeCloseTo(mean + (t * s) / Math.sqrt(3), 6);
  });

  it('says that there is no evidence, which are worse all the same, and how many seeds to take', () => {
    const { verdict } = rank(
      [entrant('a', [1, 2, 3]), entrant('b', [0.9, 2.2, 3]), entrant('c', [5, 6, 7.02])],
      'lower',
    );
    expect(verdict).toEqual({
      ok: false,
      why: [
        'no evidence of a difference between a and b',
        'worse than a: c',
        'more seeds narrow the intervals: --seeds 6 or more',
      ],
    });
  });

  it('knows nothing from one seed', () => {
    const { places, verdict } = rank([entrant('a', [1]), entrant('b', [100])], 'lower');
    expect(verdict).toEqual({ ok: false, why: ['none: one seed shows no spread; type --seeds 3 or more'] });
    expect(places[1]).toMatchObject({ difference: { mean: 99, interval: null }, standing: 'open' });
  });

  it('names what diverged, ranks it last, the more the later, and lets its seeds count for the others', () => {
    const entrants = [
      entrant('twice', [null, null, 0], 2),
      entrant('once', [0, null, 0], 1),
      entrant('a', [1, 1, 1.1]),
      entrant('b', [2, 2, 2]),
    ];
    const { places, seeds, verdict } = rank(entrants, 'lower');
    expect(places.map(({ entrant }) => entrants[entrant]!.label)).toEqual(['a', 'b', 'once', 'twice']);
    expect(seeds).toEqual([0, 1, 2]);
    expect(verdict.why).toEqual([
      'a is better than b',
      'once diverged at 1 of 3 seeds',
      'twice diverged at 2 of 3 seeds',
    ]);
  });

  it('leaves out the seeds that not all have', () => {
    const { places, seeds } = rank([entrant('a', [1, 2, null, 4]), entrant('b', [2, 3, 0, 6])], 'lower');
    expect(seeds).toEqual([0, 1, 3]);
    expect(places[1]!.spread!.mean).toBeCloseTo(11 / 3, 12);
  });

  it('ranks nothing where no seed was finished by all', () => {
    const { places, verdict } = rank([entrant('a', [1, null]), entrant('b', [null, 2])], 'lower');
    expect(places.every(({ standing, spread }) => standing === 'unjudged' && spread === null)).toBe(true);
    expect(verdict.ok).toBe(false);
    expect(rank([entrant('a', [1, 2]), entrant('b', [null, null], 2)], 'lower').verdict.why[0]).toContain('only a');
  });

  it('does not depend on the order of the entrants, nor on units', () => {
    const values = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 2, maxLength: 5 }), (all) => {
        const entrants = all.map((one, i) => entrant(String(i), one));
        const means = new Set(all.map((one) => one.reduce((sum, value) => sum + value, 0)));
        fc.pre(means.size === all.length);
        const standings = (some: readonly Entrant[], better: 'lower' | 'higher') =>
          rank(some, better).places.map(({ entrant, standing }) => [some[entrant]!.label, standing]);
        expect(standings(entrants.toReversed(), 'lower')).toEqual(standings(entrants, 'lower'));
        const negated = entrants.map((one) => ({ ...one, values: one.values.map((value) => -8 * value!) }));
        expect(standings(negated, 'higher')).toEqual(standings(entrants, 'lower'));
      }),
    );
  });

  it('calls one of four equals better than all others in 5 % of all cases at most, and seldom calls the best worse', () => {
    const random = randomStream(3, 'ranking');
    const draws = 2000;
    const wrong = { winner: 0, best: 0 };
    for (let i = 0; i < draws; i++) {
      const equals = ['a', 'b', 'c', 'd'].map((label) =>
        entrant(
          label,
          [0, 0, 0].map(() => random.normal()),
        ),
      );
      if (rank(equals, 'lower').verdict.ok) wrong.winner += 1;
      const best = [
        entrant(
          'best',
          [0, 0, 0].map(() => random.normal() - 1),
        ),
        ...equals.slice(1),
      ];
      const { places } = rank(best, 'lower');
      if (places.some(({ entrant, standing }) => entrant === 0 && standing === 'worse')) wrong.best += 1;
    }
    expect(wrong.winner / draws).toBeLessThan(0.05);
    expect(wrong.best / draws).toBeLessThan(0.05);
  });
});
