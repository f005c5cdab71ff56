import { describe, expect, it } from 'vitest';
import { edgeOf } from '../../../src/analysis/bounds/estimates.js';
import { landmarksOf } from '../../../src/analysis/bounds/landmarks.js';
import { recommend } from '../../../src/analysis/bounds/recommend.js';
import { seenIn } from '../../../src/analysis/bounds/seen.js';
import { trendOf } from '../../../src/analysis/bounds/trend.js';
import { finitePart } from '../../../src/analysis/curve.js';
import { quadraticSweep } from '../curves.js';

const seeds = Array.from({ length: 50 }, (_, seed) => seed);

/** Decades from the known stability limit to the measured one, sorted. */
function misses(momentum: number, noise: number, steps: number, told: number): number[] {
  const decades = seeds.map((seed) => {
    const { curve, limit } = quadraticSweep({ seed, momentum, noise, steps });
    const part = finitePart(curve);
    return landmarksOf(part, trendOf(part)!, { momentum: told }).limit! / Math.LN10 - Math.log10(limit);
  });
  return decades.sort((a, b) => a - b);
}

describe.each([
  { momentum: 0, noise: 0, steps: 100 },
  { momentum: 0, noise: 0, steps: 300 },
  { momentum: 0, noise: 0.05, steps: 100 },
  { momentum: 0.5, noise: 0, steps: 100 },
  { momentum: 0.5, noise: 0.05, steps: 300 },
  { momentum: 0.9, noise: 0, steps: 300 },
  { momentum: 0.9, noise: 0.05, steps: 300 },
])('on 50 random quadratics, momentum $momentum, noise $noise, $steps updates', ({ momentum, noise, steps }) => {
  it('the stability limit is found within 0.15 decade, every time', () => {
    const sorted = misses(momentum, noise, steps, momentum);
    expect(sorted[0]).toBeGreaterThan(-0.15);
    expect(sorted.at(-1)).toBeLessThan(0.15);
  });
  it('so it is in the losses of fixed rows', () => {
    for (const seed of seeds) {
      const { curve, limit } = quadraticSweep({ seed, momentum, noise, steps });
      const { part, trend } = seenIn(curve);
      const found = landmarksOf(part, trend!, { momentum }).limit!;
      expect(Math.abs(found / Math.LN10 - Math.log10(limit)), `seed ${seed}`).toBeLessThan(0.15);
    }
  });
  it('not knowing the momentum costs 0.28 decade at most, and only to the safe side', () => {
    const sorted = misses(momentum, noise, steps, 0);
    expect(sorted[0]).toBeGreaterThan(-0.28);
    expect(sorted.at(-1)).toBeLessThan(0.15);
  });
  it('every rate that is recommended is stable', () => {
    for (const seed of seeds) {
      const { curve, limit } = quadraticSweep({ seed, momentum, noise, steps });
      const { fixedLoss: _, ...batches } = curve;
      for (const read of [curve, batches]) {
        const answer = recommend(read, { for: 'one-cycle', momentum });
        if (!answer.ok) throw new Error(answer.why.join('; '));
        expect(answer.maxLr, `seed ${seed}`).toBeLessThan(limit);
      }
    }
  });
});

it('with 20 % noise 48 in 50 are within 0.15 decade', () => {
  for (const momentum of [0, 0.5, 0.9]) {
    const near = misses(momentum, 0.2, 100, momentum).filter((decades) => Math.abs(decades) < 0.15);
    expect(near.length, `momentum ${momentum}`).toBeGreaterThanOrEqual(48);
  }
});

it('the edge is never far above the limit, though the loss itself rises late', () => {
  for (const seed of seeds) {
    const { curve, limit } = quadraticSweep({ seed, momentum: 0, noise: 0, steps: 100 });
    const part = finitePart(curve);
    const landmarks = landmarksOf(part, trendOf(part)!);
    expect(landmarks.rise! - Math.log(limit)).toBeGreaterThan(Math.log(2)); // what eyes and rules by slope would take
    expect(edgeOf(landmarks) - Math.log(limit)).toBeLessThan(Math.log(1.42));
  }
});
