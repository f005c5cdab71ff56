import { describe, expect, it } from 'vitest';
import { rangeAdvice, type SweptRange } from '../../src/analysis/range-advice.js';
import { geometricSpace } from '../../src/base/numbers.js';
import { bowl } from './curves.js';

const swept = (startLr: number, endLr: number, more: Partial<SweptRange> = {}): SweptRange => ({
  startLr,
  endLr,
  mode: 'exponential',
  stop: 'completed',
  ...more,
});
/** A bowl that falls about `centre` and rises a decade and a half later, seen between two rates. */
const seen = (from: number, to: number, centre = 1e-3) => {
  const lr = geometricSpace(from, to, 100);
  const { loss } = bowl(lr, centre);
  return { lr, loss: loss.map((value, i) => value + 10 ** (2 * (Math.log10(lr[i]! / centre) - 1.5))) };
};

describe('the range of a sweep', () => {
  it('stays where the curve shows its start, its fall and its rise', () => {
    expect(rangeAdvice(seen(1e-6, 1), swept(1e-6, 1))).toBeNull();
  });

  it('goes on upwards where the loss never rises', () => {
    const advice = rangeAdvice(seen(1e-6, 5e-3), swept(1e-6, 5e-3));
    expect(advice).toMatchObject({ startLr: 1e-6, endLr: 0.5, why: expect.stringContaining('never rises') });
  });

  it('begins lower where the loss falls from the start', () => {
    const advice = rangeAdvice(seen(1e-3, 3), swept(1e-3, 3));
    expect(advice).toMatchObject({ startLr: 1e-5, endLr: 3, why: expect.stringContaining('falls from lr 1e-3 on') });
  });

  it('does both where both edges decide', () => {
    expect(rangeAdvice(seen(1.5e-3, 1e-2), swept(1.5e-3, 1e-2))).toMatchObject({ startLr: 1.5e-5, endLr: 1 });
  });

  it('goes far down, up to where it diverged, where it diverged at once', () => {
    const lr = [1, 1.5, 2.25];
    const advice = rangeAdvice({ lr, loss: [2, 40, Number.NaN] }, swept(1, 100, { stop: 'non-finite' }));
    expect(advice).toMatchObject({ startLr: 1e-3, endLr: 2.25, why: expect.stringContaining('diverged at lr 2.3') });
    const linear = swept(0, 100, { stop: 'diverged', mode: 'linear' });
    expect(rangeAdvice({ lr: [0, 10, 20], loss: [2, 2, 90] }, linear)).toMatchObject({ startLr: 0, endLr: 0.2 });
  });

  it('goes up where nothing falls', () => {
    const lr = geometricSpace(1e-9, 1e-8, 50);
    const advice = rangeAdvice({ lr, loss: lr.map((_, i) => 2 + ((i * 7) % 5) / 100) }, swept(1e-9, 1e-8));
    expect(advice).toMatchObject({ startLr: 1e-9, endLr: 1e-6 });
  });

  it('comes closer where what happens takes a small part of it', () => {
    const advice = rangeAdvice(seen(1e-12, 1e4, 1e-3), swept(1e-12, 1e4, { stop: 'diverged' }));
    expect(advice!.startLr).toBeGreaterThan(1e-7);
    expect(advice!.startLr).toBeLessThan(1e-4);
    expect(advice!.endLr).toBeLessThan(10);
    expect(rangeAdvice(seen(advice!.startLr, advice!.endLr), swept(advice!.startLr, advice!.endLr))).toBeNull();
  });

  it('goes nowhere beyond the rates that make sense, nor after an interruption', () => {
    const flat = (from: number, to: number) => ({ lr: geometricSpace(from, to, 40), loss: Array(40).fill(1) });
    expect(rangeAdvice(flat(1e-7, 1e4), swept(1e-7, 1e4))).toBeNull();
    expect(rangeAdvice({ lr: [1e-12], loss: [Number.NaN] }, swept(1e-12, 1, { stop: 'non-finite' }))).toBeNull();
    expect(rangeAdvice(flat(1e-7, 1), swept(1e-7, 1, { stop: 'interrupted' }))).toBeNull();
  });
});
