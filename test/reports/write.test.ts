import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveCsv } from '../../src/reports/curve-csv.js';
import type { FindReport } from '../../src/reports/find.js';
import { jsonText } from '../../src/reports/json.js';
import { parseReport } from '../../src/reports/read.js';
import { reportText } from '../../src/reports/write.js';
import { findReportOf } from '../plots/curves.js';

const report = findReportOf();
const bits = (values: readonly (number | null)[]) =>
  values
    .map((value) => (value === null ? null : new Float64Array([value]).buffer))
    .map((buffer) => buffer && Buffer.from(buffer).toString('hex'));

/** Any double, float32s as TensorFlow.js returns them among them. */
const loss = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, 5e-324, Number.MAX_VALUE, 0.1 + 0.2, Math.fround(0.1)),
);
const point = fc.record({
  lr: fc.double({ min: 0, max: 1e300, noNaN: true }),
  loss: fc.oneof(loss, fc.constant(null)),
  smoothed: fc.oneof(loss, fc.constant(null)),
});
const anyReport = fc.tuple(fc.array(point, { maxLength: 30 }), fc.boolean()).map(
  ([points, validated]): FindReport => ({
    ...report,
    curve: {
      step: points.map((_, i) => i),
      lr: points.map(({ lr }) => lr),
      loss: points.map((one) => one.loss),
      smoothed: points.map(({ smoothed }) => smoothed),
      ...(validated && { valLoss: points.map((one) => one.loss) }),
    },
  }),
);

describe('reportText', () => {
  it('is read back bit for bit', () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const back = parseReport(reportText(any), 'r.json') as FindReport;
        expect(back).toEqual(any);
        for (const column of ['lr', 'loss', 'smoothed'] as const)
          expect(bits(back.curve[column])).toEqual(bits(any.curve[column]));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same text after reading and writing again', () => {
    const text = reportText(report);
    expect(reportText(parseReport(text, 'r.json'))).toBe(text);
  });

  it('puts kind and version first, whatever the order of the keys', () => {
    const { kind, version, ...rest } = report;
    const shuffled = Object.fromEntries(
      Object.entries({ ...rest, version, kind }).toReversed(),
    ) as unknown as FindReport;
    expect(reportText(shuffled)).toBe(reportText(report));
    expect(reportText(report)).toMatch(/^\{\n {2}"kind": "lr-tool\/find",\n {2}"version": 1,\n/);
  });

  it('writes losses that are not finite as null, and strict JSON', () => {
    const wild = {
      ...report,
      curve: {
        ...report.curve,
        loss: report.curve.loss.map((value, i) => [value, Number.NaN, Infinity, -Infinity][i % 4]!),
      },
    };
    const { curve } = JSON.parse(reportText(wild)) as FindReport;
    expect(curve.loss.slice(0, 4)).toEqual([report.curve.loss[0], null, null, null]);
  });

  it('refuses to write what could not be read again', () => {
    expect(() => reportText({ ...report, seed: Number.NaN })).toThrow(/seed/);
  });

  it('stays readable: lines of 120 characters at most', () => {
    const lines = reportText(report).split('\n');
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines.length).toBeLessThan(130);
  });
});

describe('jsonText', () => {
  it.each([
    [{ a: 1, b: [1, 2], c: {} }, '{\n  "a": 1,\n  "b": [1, 2],\n  "c": {}\n}\n'],
    [{ a: undefined, b: [] }, '{\n  "b": []\n}\n'],
    [{}, '{}\n'],
    [3, '3\n'],
    [{ a: { b: 'x'.repeat(120) } }, `{\n  "a": {\n    "b": "${'x'.repeat(120)}"\n  }\n}\n`],
  ])('%j', (value, text) => expect(jsonText(value)).toBe(text));

  it('is JSON of the same value, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(value);
      }),
    );
  });
});

describe('curveCsv', () => {
  it('has a header and a line per update', () => {
    const curve = { step: [0, 1], lr: [1e-7, 0.1], loss: [2.5, null], smoothed: [2.5, 2.25] };
    expect(curveCsv({ ...report, curve })).toBe('step,lr,loss,smoothed\n0,1e-7,2.5,2.5\n1,0.1,NaN,2.25\n');
    expect(curveCsv({ ...report, curve: { ...curve, valLoss: [3, 4] } })).toBe(
      'step,lr,loss,smoothed,valLoss\n0,1e-7,2.5,2.5,3\n1,0.1,NaN,2.25,4\n',
    );
  });

  it('keeps every bit of every double (N5)', () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const rows = curveCsv(any)
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split(',').map(Number));
        const back = (column: number) =>
          bits(rows.map((row) => row[column]!).map((value) => (Number.isNaN(value) ? null : value)));
        expect(back(1)).toEqual(bits(any.curve.lr));
        expect(back(2)).toEqual(bits(any.curve.loss));
        expect(back(3)).toEqual(bits(any.curve.smoothed));
      }),
      { numRuns: 500 },
    );
  });
});
