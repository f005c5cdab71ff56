import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { FindReport } from '../../src/reports/find.js';
import { fakeIo } from './fake-io.js';

let cwd: string;
let found: FindReport;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-suggest-'));
  const io = fakeIo({ cwd });
  await main(['find', 'digits-mlp', '--backend', 'wasm', '--json', '--quiet'], io);
  found = JSON.parse(io.stdout());
  const [folder] = readdirSync(join(cwd, 'runs'));
  writeFileSync(join(cwd, 'metrics.csv'), readFileSync(join(cwd, 'runs', folder!, 'metrics.csv')));
  writeFileSync(join(cwd, 'report.json'), io.stdout());
  writeFileSync(
    join(cwd, 'flat.csv'),
    `lr,loss\n${Array.from({ length: 50 }, (_, i) => `${2 ** i * 1e-9},2`).join('\n')}\n`,
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

const suggest = async (args: readonly string[], options: Partial<Parameters<typeof fakeIo>[0]> = {}) => {
  const io = fakeIo({ cwd, ...options });
  const code = await main(['suggest', ...args], io);
  return { code, out: io.stdout(), err: io.stderr() };
};
const answers = ({ suggestions, recommendation }: FindReport) => ({ suggestions, recommendation });

describe('lr-tool suggest', () => {
  it('says of a stored curve what find said of it', async () => {
    const { code, out } = await suggest(['metrics.csv', '--steps', '100', '--optimizer', 'momentum', '--json']);
    expect(code).toBe(0);
    expect(answers(JSON.parse(out))).toEqual(answers(found));
  });

  it('says of a report, and of a run folder, what the report says', async () => {
    const [folder] = readdirSync(join(cwd, 'runs'));
    for (const name of ['report.json', join('runs', folder!)]) {
      const { out } = await suggest([name, '--json']);
      expect(JSON.parse(out)).toEqual(found);
    }
  });

  it('reads a report again for something else', async () => {
    const { out } = await suggest(['report.json', '--for', 'one-cycle', '--rule', 'valley', '--json']);
    const again = JSON.parse(out);
    const valley = found.suggestions['valley']!;
    expect(again.recommendation).toMatchObject({ for: 'one-cycle', lr: valley.ok && valley.lr });
    expect(again.config.find).toMatchObject({ for: 'one-cycle', rule: 'valley', steps: 100 });
    expect(again.suggestions).toEqual(found.suggestions);
  });

  it('takes up what it wrote itself: the profile is a reading, the report a find report', async () => {
    const first = await suggest(['metrics.csv', '--out', 'again.json', '--json']);
    const second = await suggest(['again.json', '--json']);
    expect(answers(JSON.parse(second.out))).toEqual(answers(JSON.parse(first.out)));
  });

  it('prints plot and suggestion within 80 columns, from stdin too', async () => {
    const { code, out, err } = await suggest(['-', '--steps', '100'], {
      stdin: readFileSync(join(cwd, 'metrics.csv'), 'utf8'),
    });
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('LR range test: curve, 95 of 100 steps');
    expect(out).toMatch(/suggestion {2}base_lr \S+ {3}max_lr \S+/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("shows a profile's rules only, and places the rate by its first", async () => {
    const { out } = await suggest(['metrics.csv', '--steps', '100', '--profile', 'fastai', '--json']);
    const report: FindReport = JSON.parse(out);
    expect(Object.keys(report.suggestions)).toEqual(['valley', 'slide', 'minimum', 'steep']);
    const valley = report.suggestions['valley']!;
    expect(report.recommendation).toMatchObject({ lr: valley.ok && valley.lr });
    expect(valley).toEqual(found.suggestions['valley']); // the sweep ended before fastai would have ended it
  });

  it('exits with 1 and reasons where the curve supports no suggestion', async () => {
    const { code, out } = await suggest(['flat.csv']);
    expect(code).toBe(1);
    expect(out).toContain('none: the curve supports no suggestion');
    expect(out).toContain('the loss does not change');
  });

  it('tells of losses that may be smoothed, once that is not said', async () => {
    const stdin = JSON.stringify({ lr: found.curve.lr, loss: found.curve.loss });
    expect((await suggest(['-'], { stdin })).err).toContain('--smoothed');
    expect((await suggest(['-', '--smoothed'], { stdin })).err).toBe('');
  });

  it('is read by plot', async () => {
    await suggest(['metrics.csv', '--out', 'shown.json', '--json']);
    const io = fakeIo({ cwd });
    expect(await main(['plot', resolve(cwd, 'shown.json')], io)).toBe(0);
    expect(io.stdout()).toContain('metrics.csv');
  });
});
