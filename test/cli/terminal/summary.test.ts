import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';
import { findSummary } from '../../../src/cli/terminal/summary.js';
import { plain } from '../../../src/plots/paint.js';
import type { FindReport } from '../../../src/reports/find.js';
import { findReportOf } from '../../plots/curves.js';
import { expectGolden } from '../../plots/golden.js';

const warnings = [
  { code: 'W004', message: 'the sweep reads every example 2.1 times: later losses are of data seen before' },
];
const report: FindReport = { ...findReportOf(), warnings };
const refused: FindReport = {
  ...report,
  recommendation: {
    ok: false,
    why: ['the loss never falls: it stays within its noise from 1e-7 to 10', 'only 9 finite points'],
  },
  suggestions: {
    steepest: { ok: false, why: 'the loss never falls' },
    valley: { ok: false, why: 'needs 10 points, has 9' },
  },
};
const next = 'lr-tool train digits-mlp --schedule clr --base-lr 2.5e-3 --max-lr 0.08';
const summary = (of: FindReport, width = 80) =>
  findSummary(of, { width, paint: plain, ...(of.recommendation.ok && { next }) });

describe('findSummary', () => {
  it.each([
    ['summary-80', report, 80],
    ['summary-46', report, 46],
    ['summary-refused-80', refused, 80],
  ] as const)('%s, as it was looked at', (name, of, width) => expectGolden(`${name}.txt`, summary(of, width)));

  it('says the rates, the confidence and why, each rule and each warning', () => {
    const text = summary(report);
    for (const part of [
      'base_lr 2.5e-3',
      'max_lr 0.08',
      'for clr',
      'constant lr 0.03',
      'between 0.01 and 0.07',
      'confidence high',
    ]) {
      expect(text).toContain(part);
    }
    for (const name of Object.keys(report.suggestions)) expect(text).toContain(name);
    expect(text).toContain('W004');
    expect(text).toContain(next);
  });

  it('gives no rates where the curve supports none, but every reason', () => {
    const text = summary(refused);
    expect(text).toContain('none: the curve supports no suggestion');
    expect(text).toContain('only 9 finite points');
    expect(text).toContain('needs 10 points, has 9');
    expect(text).not.toMatch(/base_lr|max_lr|next/);
  });

  it('breaks a long command so that a shell reads it as one, quotes and options kept together', () => {
    const command =
      "lr-tool train 'my own config.json' --schedule clr --base-lr 2.5e-3 --max-lr 0.08 --out '/tmp/a b/c'";
    const text = findSummary(report, { width: 50, paint: plain, next: command });
    const lines = text.slice(text.indexOf('lr-tool train')).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true);
    expect(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(command);
    expect(lines.filter((line) => /--max-lr$/.test(line.replace(/ \\$/, '')))).toEqual([]);
  });

  it('fits into the width, whatever the texts of the report, and lets no control characters through', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const lr = fc.double({ min: 0, max: 1e300, noNaN: true });
    const rule = fc.oneof(
      fc.record({ ok: fc.constant(true as const), lr, index: fc.nat() }),
      fc.record({ ok: fc.constant(false as const), why: text }),
    );
    const arbitrary = fc.record({
      suggestions: fc.dictionary(text, rule, { maxKeys: 8 }),
      why: fc.array(text, { maxLength: 4 }),
      warnings: fc.array(fc.record({ code: text, message: text }), { maxLength: 3 }),
      name: text,
      ok: fc.boolean(),
    });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 40, max: 400 }), ({ suggestions, why, warnings, name, ok }, width) => {
        const recommendation =
          report.recommendation.ok && ok ? { ...report.recommendation, why } : { ok: false as const, why };
        const any = { ...report, suggestions, recommendation, warnings, data: { ...report.data, name } };
        const lines = summary(any, width).split('\n');
        expect(lines.filter((line) => textWidth(line) > width || /\p{Cc}/u.test(line))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
