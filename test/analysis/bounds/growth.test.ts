import { expect, it } from 'vitest';
import { lnStabilityLimit } from '../../../src/analysis/bounds/growth.js';
import { geometricSpace } from '../../../src/base/numbers.js';

const curvature = 3;
const floor = 0.25;

/** A loss that grows as theory says it does at each rate, from lr just above the limit on. */
function explosion(momentum: number) {
  const limit = (2 * (1 + momentum)) / curvature;
  const lr = geometricSpace(1.1 * limit, 3 * limit, 12);
  const losses = [floor + 1];
  for (const rate of lr.slice(0, -1)) {
    // g^2 - (lr h - 1 - m) g + m = 0, the larger root
    const b = rate * curvature - 1 - momentum;
    const g = (b + Math.sqrt(b * b - 4 * momentum)) / 2;
    losses.push(floor + (losses.at(-1)! - floor) * g * g);
  }
  const part = { lnLr: lr.map(Math.log), loss: losses, index: [...lr.keys()] };
  return { part, limit };
}

it.each([0, 0.5, 0.9])('momentum %d: exact on a loss that grows by theory', (momentum) => {
  const { part, limit } = explosion(momentum);
  const found = lnStabilityLimit(part, { lowest: 0, floor, from: floor, momentum })!;
  expect(Math.exp(found) / limit).toBeCloseTo(1, 10);
});

it('is null where the loss does not grow, or only jumps out of all bounds', () => {
  const { part } = explosion(0);
  const options = { lowest: 0, floor: 0, from: 0.1, momentum: 0 };
  expect(lnStabilityLimit({ ...part, loss: part.loss.map(() => 1) }, options)).toBe(null);
  expect(lnStabilityLimit({ ...part, loss: part.loss.map((_, i) => 10 ** (6 * i)) }, options)).toBe(null);
});
