import { describe, expect, it } from 'vitest';
import { landmarksOf } from '../../../src/analysis/bounds/landmarks.js';
import { exactTrend } from '../../../src/analysis/bounds/trend.js';

const count = 101;
const lnLr = Array.from({ length: count }, (_, i) => i);

/** ln(lr) counts the updates here; losses of fixed rows before each of them. */
const collapseOf = (loss: readonly number[]) => {
  const part = { lnLr, loss, index: [...lnLr.keys()] };
  return landmarksOf(part, exactTrend(part, 0)!).collapse;
};
/** Falls from 2 to 1 up to update 50, stays, and is at `lost` from update 80 on. */
const cliff = (lost: number) =>
  lnLr.map((_, i) => {
    if (i < 50) return 2 - i / 50;
    return i <= 80 ? 1 : lost;
  });

describe('collapse, on fixed rows', () => {
  it('lies where the loss jumps, whatever the height of the jump beyond what fell', () => {
    for (const lost of [3, 4, 100]) expect(Math.abs(collapseOf(cliff(lost))! - 79.5)).toBeLessThan(0.6);
  });
  it('is null where half of the fall is kept', () => {
    expect(collapseOf(cliff(1.4))).toBeNull();
    expect(collapseOf(cliff(1.6))).not.toBeNull();
  });
  it('is moved by a single late update that comes low again, by half of the way to it', () => {
    const lucky = cliff(3).with(95, 1);
    const moved = collapseOf(lucky)! - collapseOf(cliff(3))!;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(0.55 * (95 - 80));
  });
  it('comes earlier the more of the updates between are lost', () => {
    const ragged = cliff(3).map((value, i) => (i > 60 && i <= 80 && i % 3 === 0 ? 3 : value));
    expect(collapseOf(ragged)!).toBeLessThan(collapseOf(cliff(3))! - 2);
  });
});
