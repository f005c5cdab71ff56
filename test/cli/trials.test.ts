import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { parseReport } from '../../src/reports/read.js';
import { fakeIo } from './fake-io.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-trials-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const type = async (...args: string[]) => {
  const io = fakeIo({ cwd });
  const code = await main(args, io);
  return { code, out: io.stdout(), err: io.stderr() };
};
const small = ['moons-mlp', '--backend', 'wasm', '--steps', '30'];

describe('lr-tool grid, probe and overfit', () => {
  it('grid tries each rate from the same weights, and plot draws its report again', async () => {
    const { code, out, err } = await type('grid', ...small, '--rates', '0.01,0.1');
    expect(code).toBe(0);
    expect(out).toMatch(/answer {6}lr 0\.1/);
    expect(err).toMatch(/lr 0\.01: \S+ to \S+/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const folder = join(cwd, 'runs', readdirSync(join(cwd, 'runs'))[0]!);
    const report = parseReport(readFileSync(join(folder, 'report.json'), 'utf8'), 'report');
    if (report.kind !== 'lr-tool/trials') throw new Error(report.kind);
    expect(report.trials.map(({ lr }) => lr)).toEqual([0, 0.01, 0.1]);
    expect(new Set(report.trials.map(({ loss }) => loss[0])).size).toBe(1); // same weights, same first batch
    expect((await type('plot', folder)).out).toBe(out);
    const again = await type('grid', ...small, '--rates', '0.01,0.1', '--json', '--no-save');
    expect(JSON.parse(again.out).trials).toEqual(report.trials);
  });

  it('probe ends at a rate by which the loss falls', async () => {
    const { code, out } = await type('probe', ...small, '--json', '--no-save', '-q');
    const { verdict, trials } = JSON.parse(out);
    expect([code, verdict.ok, verdict.lr]).toEqual([0, true, trials.at(-1).lr]);
  });

  it('overfit passes for a model that can learn, and fails for one that cannot', async () => {
    const learns = await type('overfit', ...small, '--steps', '400', '--target', '0.3', '--no-save');
    expect(learns.out).toContain('passed');
    const cannot = await type('overfit', ...small, '--rates', '1e-9', '--no-save');
    expect(cannot.code).toBe(1);
    expect(cannot.out).toContain('none');
  });

  it.each([
    [['grid', '--rates', '0.1,no'], '--rates must be numbers above 0'],
    [['probe', '--factor', '1'], '--factor must be a number above 1'],
    [['probe', '--factor', '2,3'], '--factor must be a number above 1'],
    [['overfit', '--steps', '2'], '--steps must be a whole number of 4 or more'],
  ])('refuses %j', async ([command, ...args], message) => {
    const { code, err } = await type(command!, 'moons-mlp', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
