import { describe, expect, it } from 'vitest';
import { recommend } from '../../../src/analysis/bounds/recommend.js';
import type { Curve } from '../../../src/analysis/curve.js';
import { geometricSpace } from '../../../src/base/numbers.js';
import { randomStream } from '../../../src/base/random.js';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const rates = geometricSpace(1e-7, 10, 100);
/** A loss of 1 with normal noise of a fifth, that falls by `fall` over the decade before it explodes at 1. */
function explosion(seed: number, fall: number): Curve {
  const random = randomStream(seed, 'explosion');
  const lr = rates.filter((rate) => rate < 4);
  const loss = lr.map((rate) => {
    const decade = Math.log10(rate);
    const clean = decade > 0 ? 10 ** (4 * decade) : 1 - fall * Math.min(Math.max(decade + 1.2, 0), 1);
    return clean + 0.2 * random.normal();
  });
  return { lr, loss };
}
const answers = (fall: number) => seeds.map((seed) => recommend(explosion(seed, fall), { for: 'constant' }));

describe('a loss that explodes', () => {
  it('after no fall at all, as that of a model trained already, is refused 95 times in 100 or more', () => {
    const refusals = answers(0).filter(({ ok }) => !ok);
    expect(refusals.length).toBeGreaterThanOrEqual(190);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: expect.stringMatching(/^R00[67]$/) });
  });
  it('after a fall as small as its noise is answered by the explosion more often than not, with low confidence', () => {
    const given = answers(0.25).flatMap((answer) => (answer.ok ? [answer] : []));
    expect(given.length).toBeGreaterThan(100);
    const weak = given.filter(({ why }) => why[0]!.includes('hardly more than its noise'));
    expect(weak.length).toBeGreaterThan(80);
    for (const { lr, confidence } of weak) {
      expect(confidence).toBe('low');
      expect(Math.abs(Math.log10(lr / (1.2 / 6)))).toBeLessThan(0.4);
    }
  });
});
