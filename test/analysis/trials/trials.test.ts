import { describe, expect, it } from 'vitest';
import { trialTests } from '../../../src/analysis/trials/all.js';
import { gainOf, isClear } from '../../../src/analysis/trials/gain.js';
import { grid } from '../../../src/analysis/trials/grid.js';
import { overfit } from '../../../src/analysis/trials/overfit.js';
import { probe } from '../../../src/analysis/trials/probe.js';
import type { RateTrial, TrialTest, TrialValues } from '../../../src/analysis/trials/trial-test.js';

const batches = [2.4, 2.2, 2.5, 2.3, 2.4, 2.1, 2.6, 2.3, 2.2, 2.4];
/** Losses of the same batches, `fall` lower at the end. */
const trial = (lr: number, fall: number, more: Partial<RateTrial> = {}): RateTrial => ({
  lr,
  loss: batches.map((loss, i) => loss - (fall * i) / (batches.length - 1)),
  stop: 'completed',
  ...more,
});
const defaults = ({ options }: TrialTest): TrialValues =>
  Object.fromEntries(options.map(({ flag, fallback }) => [flag, fallback]));

/** A test played to its end; `at` says what comes of a rate. */
function play(test: TrialTest, at: (lr: number) => RateTrial, values = defaults(test)) {
  const trials: RateTrial[] = [];
  for (let lr = test.next(trials, values); lr !== null; lr = test.next(trials, values)) trials.push(at(lr));
  return { rates: trials.map(({ lr }) => lr), verdict: test.verdict(trials, values) };
}

describe('the gain of a trial', () => {
  it('compares the same batches, so that their own differences cancel', () => {
    const gain = gainOf(trial(0.1, 0), trial(0, 0))!;
    expect(gain).toEqual({ mean: 0, error: 0 });
    expect(isClear(gain)).toBe(false);
    expect(isClear(gainOf(trial(0.1, 1), trial(0, 0)))).toBe(true);
    expect(isClear(gainOf(trial(0.1, -1), trial(0, 0)))).toBe(false);
  });

  it('is none where the trial did not come to its end', () => {
    expect(gainOf(trial(0.1, 1, { stop: 'diverged' }), trial(0, 0))).toBeNull();
  });
});

describe('probe', () => {
  it('goes down from a high rate until the loss falls, and ends there', () => {
    const { rates, verdict } = play(probe, (lr) => trial(lr, lr > 0.5 ? -2 : lr));
    expect(rates.map((lr) => Number(lr.toPrecision(3)))).toEqual([0, 10, 3.16, 1, 0.316]);
    expect(verdict).toMatchObject({ ok: true, lr: expect.closeTo(0.316, 3) });
    expect(verdict.why[0]).toContain('at 1 it does not');
  });

  it('says where it should have begun higher, and gives up where nothing falls', () => {
    expect(play(probe, (lr) => trial(lr, lr)).verdict.why[0]).toContain('raise --start-lr');
    const { rates, verdict } = play(probe, (lr) => trial(lr, 0));
    expect(verdict.ok).toBe(false);
    expect(rates.at(-1)).toBeGreaterThanOrEqual(1e-8);
  });
});

describe('grid', () => {
  it('tries every rate and names the one that ends lowest', () => {
    const { rates, verdict } = play(grid, (lr) =>
      lr > 0.1 ? trial(lr, 0, { stop: 'diverged' }) : trial(lr, lr === 0 ? 0 : Math.log10(lr / 1e-5)),
    );
    expect(rates).toEqual([0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1]);
    expect(verdict).toMatchObject({ ok: true, lr: 0.1 });
    expect(verdict.why.join()).toContain('diverges at lr 0.3, 1');
  });

  it('tells where the edge of the grid decides, and refuses where nothing falls', () => {
    const values = { ...defaults(grid), '--rates': [0.01, 0.1] };
    expect(play(grid, (lr) => trial(lr, lr), values).verdict.why.join()).toContain('try higher --rates');
    expect(play(grid, (lr) => trial(lr, lr === 0 ? 0 : 0.2 - lr), values).verdict.why.join()).toContain(
      'try lower --rates',
    );
    expect(play(grid, (lr) => trial(lr, 0)).verdict.ok).toBe(false);
  });
});

describe('overfit', () => {
  const learning = (lr: number, lowest: number): RateTrial => ({ lr, loss: [2, 1, lowest], stop: 'completed' });

  it('ends with the first rate that learns the batch by heart', () => {
    const { rates, verdict } = play(overfit, (lr) => learning(lr, lr === 0.01 ? 0.05 : 0.9));
    expect(rates).toEqual([0.1, 0.01]);
    expect(verdict).toMatchObject({ ok: true, lr: 0.01 });
    expect(verdict.why[0]).toContain('after 2 updates');
  });

  it('fails where none does, and says how far it came', () => {
    const { verdict } = play(overfit, (lr) => learning(lr, 0.6));
    expect(verdict).toMatchObject({
      ok: false,
      why: [expect.stringContaining('to 0.30 of its first'), expect.any(String)],
    });
  });
});

it.each(trialTests)('$name has defaults that fit, and a source', ({ options, source, summary }) => {
  for (const { fallback, fits } of options) expect(fallback.every(fits)).toBe(true);
  expect(source).not.toBe('');
  expect(summary).not.toMatch(/\.$/);
});
