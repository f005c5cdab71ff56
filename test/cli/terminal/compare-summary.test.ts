import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';
import { compareSummary } from '../../../src/cli/terminal/compare-summary.js';
import { plain } from '../../../src/plots/paint.js';
import { type CompareReport, compareReport } from '../../../src/reports/compare.js';
import { expectGolden } from '../../plots/golden.js';

const report: CompareReport = compareReport.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/compare.v1.json', import.meta.url), 'utf8')),
);
const summary = (of: CompareReport, width = 80, more: object = {}) =>
  compareSummary(of, { width, paint: plain, ...more });

describe('compareSummary', () => {
  it.each([
    ['compare-summary-80', 80],
    ['compare-summary-46', 46],
  ])('%s, as it was looked at', (name, width) => expectGolden(`${name}.txt`, summary(report, width)));

  it('says what was judged, the verdict, the rates, what diverged and what to type next', () => {
    const text = summary(report, 80, { next: 'lr-tool train a.json' });
    for (const part of [
      'no evidence of a difference between wave and tame',
      'wild diverged at 2 of 2 seeds',
      'validation loss of the last epoch, lower is better',
      'wave 0.5; tame 0.3; wild 1e38',
      'wild, seed 42: the loss became Infinity at update 1',
      'lr-tool train a.json',
    ]) {
      expect(text.replace(/\s+/g, ' ')).toContain(part);
    }
  });

  it('draws in ASCII alone where that is wanted', () => {
    expect(summary(report)).toContain('±');
    expect(summary(report, 80, { symbols: 'ascii' })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('fits into the width, whatever names and numbers are in it, and lets no control characters through', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 });
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const arbitrary = fc.record({ label: text, metric: text, mean: number, sd: number, low: number, why: text });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 40, max: 400 }), ({ label, metric, mean, sd, low, why }, width) => {
        const contenders = report.contenders.map((contender) => ({
          ...contender,
          label,
          value: { mean, sd: Math.abs(sd), min: mean, max: mean },
          metrics: { [metric]: mean, accuracy: sd },
          difference: { mean: low, interval: [low, sd] as [number, number] },
        }));
        const verdict = { ok: true, why: [why] };
        const data = { ...report.data!, name: label };
        const lines = summary({ ...report, contenders, verdict, data }, width).split('\n');
        expect(lines.filter((line) => textWidth(line) > width || /\p{Cc}/u.test(line))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
