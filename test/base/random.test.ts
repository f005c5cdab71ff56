import { describe, expect, it } from 'vitest';
import { deriveSeed, randomStream, shuffle } from '../../src/base/random.js';

const streams = Array.from({ length: 10_000 }, (_, counter) => randomStream(1, 'test', counter));
const seeds = [0, 1, -1, 2 ** 31, 2 ** 53 - 1];

describe('random streams', () => {
  it('are uniform from their first draw on, across streams whose counters follow each other', () => {
    let previous = streams.map(() => 0.5);
    for (let draw = 0; draw < 5; draw++) {
      const values = streams.map((stream) => stream.uniform());
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / values.length));
      const product = values.reduce((sum, value, i) => sum + (value - 0.5) * (previous[i]! - 0.5), 0) / values.length;
      expect(Math.abs(product)).toBeLessThan(4 / 12 / Math.sqrt(values.length)); // draws do not foretell the next
      previous = values;
    }
  });

  it('differ by seed, purpose and counters, and repeat', () => {
    const first = (seed: number, purpose: string, ...counters: number[]) =>
      randomStream(seed, purpose, ...counters).uniform();
    const draws = [
      ...seeds.map((seed) => first(seed, 'a')),
      first(1, 'b'),
      first(1, 'a', 0),
      first(1, 'a', 1),
      first(1, 'a', 0, 1),
    ];
    expect(new Set(draws).size).toBe(draws.length);
    expect(first(-1, 'a', 7)).toBe(first(-1, 'a', 7));
  });

  it('have normal values of mean 0 and variance 1', () => {
    const stream = randomStream(2, 'normal');
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / 20_000)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(values.reduce((sum, x) => sum + x * x, 0) / 20_000 - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it('shuffle to every order equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([1, 2, 3], randomStream(3, 'shuffle', i)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
  });
});

it('derived seeds are positive, distinct and the same again', () => {
  const derived = seeds.map((seed) => deriveSeed(seed, 'initializer', 3));
  expect(new Set(derived).size).toBe(seeds.length);
  expect(derived.every((seed) => seed > 0 && seed < 2 ** 31 && Number.isInteger(seed))).toBe(true);
  expect(seeds.map((seed) => deriveSeed(seed, 'initializer', 3))).toEqual(derived);
});
