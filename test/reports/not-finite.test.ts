import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindReport } from '../../src/reports/find.js';
import { parseReport } from '../../src/reports/read.js';
import type { TrainReport } from '../../src/reports/train.js';
import { reportText } from '../../src/reports/write.js';
import { findReportOf } from '../plots/curves.js';

/** Losses of which a third are not finite. */
const losses = (length: number) =>
  fc.array(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(1, Number.NaN, Infinity, -Infinity)),
    {
      minLength: length,
      maxLength: length,
    },
  );
const withNulls = (values: readonly number[]) => values.map((value) => (Number.isFinite(value) ? value : null));

describe('a report with numbers that are not finite', () => {
  it('is JSON of strict readers, null exactly where they were, and no zero in their place (find)', () => {
    const report = findReportOf();
    const { length } = report.curve.loss;
    fc.assert(
      fc.property(losses(length), losses(length), (loss, smoothed) => {
        const text = reportText({ ...report, curve: { ...report.curve, loss, smoothed } });
        expect(text).not.toMatch(/\b(NaN|Infinity)\b/);
        const { curve } = JSON.parse(text) as FindReport;
        expect([curve.loss, curve.smoothed]).toEqual([withNulls(loss), withNulls(smoothed)]);
        expect((parseReport(text, 'r.json') as FindReport).curve.loss).toEqual(withNulls(loss));
      }),
      { numRuns: 250 },
    );
  });

  it('is the same for a training, whose failure keeps them apart by their names', () => {
    const report: TrainReport = JSON.parse(readFileSync('test/fixtures/train.v1.json', 'utf8'));
    const { length } = report.steps.loss;
    const bad = fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const);
    fc.assert(
      fc.property(losses(length), bad, fc.array(fc.nat(), { maxLength: 4 }), (loss, value, index) => {
        const failure: TrainReport['failure'] = {
          what: 'update',
          step: 3,
          epoch: 1,
          lr: 0.1,
          previousLr: null,
          loss: 0.5,
          rows: [1],
          tensor: { name: 'gradient of w', index, value },
        };
        const back = JSON.parse(reportText({ ...report, failure, steps: { ...report.steps, loss } })) as TrainReport;
        expect(back.steps.loss).toEqual(withNulls(loss));
        expect(back.failure).toEqual(failure);
      }),
      { numRuns: 250 },
    );
  });
});
