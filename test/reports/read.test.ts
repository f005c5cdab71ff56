import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import type { CompareReport } from '../../src/reports/compare.js';
import type { FindReport } from '../../src/reports/find.js';
import { parseReport } from '../../src/reports/read.js';
import { findReportOf } from '../plots/curves.js';

const good = findReportOf({ steps: 5 });

/** What the error of a text says: code, message, hint. */
function complaint(text: string): [code: string, message: string, hint: string | undefined] {
  try {
    parseReport(text, 'r.json');
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    expect(error.blame).toBe('user');
    return [error.code, error.message, error.hint];
  }
  throw new Error('was read without complaint');
}

const without = (changes: object) => complaint(JSON.stringify({ ...good, ...changes }));

it('of a schedule without any rate is refused', () => {
  const schedule = { name: 'constant', parameters: {}, warmupSteps: 0, totalSteps: 2, stepsPerEpoch: 1 };
  const report = { kind: 'lr-tool/schedule', version: 1, tool: '0.1.0', schedule, lr: [] };
  expect(() => parseReport(JSON.stringify(report), 'file')).toThrow(/^file: lr: /); // found by test/fuzz
});

describe('parseReport', () => {
  it('reads a report', () => expect(parseReport(JSON.stringify(good), 'r.json')).toEqual(good));

  it('reads the report that version 1 wrote, for ever', () => {
    const text = readFileSync(new URL('../fixtures/find.v1.json', import.meta.url), 'utf8');
    const report = parseReport(text, 'find.v1.json') as FindReport;
    expect(report.recommendation).toMatchObject({ ok: true, baseLr: 0.0025, maxLr: 0.08, confidence: 'high' });
    expect(report.curve.lr).toHaveLength(12);
    expect(report.curve.loss[11]).toBeNull();
    expect(report.stop).toBe('non-finite');
  });

  it('reads the report of a training that version 1 wrote, for ever', () => {
    const text = readFileSync(new URL('../fixtures/train.v1.json', import.meta.url), 'utf8');
    expect(parseReport(text, 'train.v1.json')).toMatchObject({ kind: 'lr-tool/train', stop: 'completed' });
  });

  it('reads the comparison that version 1 wrote, for ever', () => {
    const text = readFileSync(new URL('../fixtures/compare.v1.json', import.meta.url), 'utf8');
    const { contenders, verdict, judge } = parseReport(text, 'compare.v1.json') as CompareReport;
    expect(judge.by).toBe('val_loss');
    expect(contenders.map(({ label, rank, standing }) => [label, rank, standing])).toEqual([
      ['wave', 1, 'leads'],
      ['tame', 2, 'open'],
      ['wild', 3, 'unjudged'],
    ]);
    expect(contenders[2]!.runs[0]).toMatchObject({ status: 'diverged', value: null });
    expect(verdict.ok).toBe(false);
  });

  it('skips a byte order mark', () =>
    expect(parseReport(`\ufeff${JSON.stringify(good)}`, 'r')).toMatchObject({ seed: 1 }));

  it('asks for an update where the version is newer, whatever else is in it', () => {
    expect(complaint('{"kind": "lr-tool/find", "version": 2, "new": true}')).toEqual([
      'REPORT_NEWER',
      'r.json has version 2 of lr-tool/find; this lr-tool reads versions up to 1',
      'update lr-tool',
    ]);
  });

  it('names the kinds it knows', () => {
    const [code, message, hint] = complaint('{"kind": "tensorboard", "version": 1}');
    expect([code, message]).toEqual([
      'REPORT_KIND',
      "r.json is a report of kind 'tensorboard', which cannot be read here",
    ]);
    expect(hint).toContain('lr-tool/find');
    expect(complaint('{"kind": "lr-tool/fnid", "version": 1}')[2]).toBe("did you mean 'lr-tool/find'?");
  });

  it.each(['{}', '[]', 'null', '3', '"text"', '{"kind": 1, "version": 1}', '{"kind": "lr-tool/find"}'])(
    '%s is not a report',
    (text) => {
      expect(complaint(text)[0]).toBe('NOT_A_REPORT');
      expect(complaint(text)[2]).toContain('lr-tool/find');
    },
  );

  it.each([
    ['{"a": 1,\n "b": }', 'r.json:2:7: not valid JSON: value expected'],
    ['{"a": 1\n "b": 2}', 'r.json:2:2: not valid JSON: comma expected'],
    ['{"loss": [1,\n  NaN]}', 'r.json:2:3: not valid JSON: invalid symbol'],
    ['{"a": 1', 'r.json:1:8: not valid JSON: close brace expected'],
    ['{"a": 1} 2', 'r.json:1:10: not valid JSON: end of file expected'],
    ['// hello\n{}', 'r.json:1:1: not valid JSON: invalid comment token'],
    ['  \n', 'r.json is empty'],
  ])('%j: %s', (text, message) => {
    expect(complaint(text).slice(0, 2)).toEqual(['JSON_INVALID', message]);
  });

  it('asks for another file where it is no JSON at all', () => {
    expect(complaint('a,b\n1,2\n')[2]).toMatch(/right file/);
  });

  it('tells what to write instead of NaN', () => expect(complaint('{"a": NaN}')[2]).toMatch(/null/));

  it('stands nesting without end', () => {
    expect(complaint('['.repeat(200_000))[0]).toBe('JSON_INVALID');
  });

  it.each([
    [{ seed: 'x' }, 'r.json: seed: Invalid input: expected number, received string'],
    [{ curve: { ...good.curve, lr: [1, -1, 1, 1, 1] } }, /^r\.json: curve\.lr\[1\]: Too small/],
    [{ curve: { ...good.curve, lr: [1] } }, 'r.json: curve: the columns differ in length'],
    [{ surprise: 1 }, 'r.json: Unrecognized key: "surprise"'],
    [{ version: 0 }, /^r\.json: version: /],
    [{ seed: 1.5, tool: 3 }, /^r\.json: tool: .*\(and 1 more\)$/],
  ])('%j breaks the schema in one sentence', (changes, message) => {
    const [code, said] = without(changes);
    expect(code).toBe('REPORT_INVALID');
    expect(said).toMatch(message);
  });

  it('lets no __proto__ through', () => {
    const text = JSON.stringify(good).replace('"config":{', '"config":{"__proto__":{"polluted":1},');
    const { config } = parseReport(text, 'r.json') as FindReport;
    expect(config['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
