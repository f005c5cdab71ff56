import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { FindReport } from '../../src/reports/find.js';
import { commandIn, fakeIo } from './fake-io.js';

const config = {
  dataset: { name: 'moons', rows: 200 },
  model: { name: 'mlp', hidden: [8], dropout: 0.1 },
  optimizer: 'adam',
  backend: 'cpu',
  find: { steps: 60, checkpointEvery: 7 },
};

const cli = (...args: string[]) => commandIn(cwd, 'find', ...args);
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-find-resume-'));
  writeFileSync(join(cwd, 'moons.json'), JSON.stringify(config));
});
afterEach(() => rmSync(cwd, { recursive: true }));
const newestRun = () => join(cwd, 'runs', readdirSync(join(cwd, 'runs')).sort().at(-1)!);
const reportIn = (run: string): FindReport => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
const withoutTiming = ({ timing: _, ...report }: FindReport) => report;

describe('lr-tool find --resume', () => {
  it('goes on with a sweep that was killed to the same report, and refuses what is not as it was', async () => {
    expect((await cli('moons.json')).code).toBe(0);
    const run = newestRun();
    const whole = reportIn(run);
    rmSync(join(run, 'report.json'));
    for (const [args, says] of [
      [['--steps', '70'], 'find.steps is 70 and was 60'],
      [['--set', 'optimizer=sgd'], "optimizer.name is 'sgd' and was 'adam'"],
      [['--backend', 'wasm'], "backend is 'wasm' and was 'cpu'"],
      [['--budget', '5s'], 'it does not go with --resume'],
      [['--no-save'], '--no-save has none'],
    ] as const) {
      const { code, err } = await cli('--resume', 'latest', ...args);
      expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    }
    const { code, err } = await cli('moons.json', '--resume', 'latest', '--checkpoint-every', '5');
    expect([code, err]).toEqual([0, expect.stringMatching(/^resuming runs\/\S+ after \d\d updates\n/)]);
    const report = reportIn(run);
    expect(withoutTiming({ ...report, config: whole.config })).toEqual(withoutTiming(whole));
    expect(readdirSync(run).sort()).toEqual(['checkpoints', 'config.resolved.json', 'metrics.csv', 'report.json']);
    expect((await cli('--resume', 'latest')).err).toMatch(/is finished: there is nothing to resume/);
  });

  it('goes on after Ctrl-C, as its message says, also with --quiet', async () => {
    const io = fakeIo({ cwd });
    const long = ['--set', 'find.steps=200000', '--set', 'find.checkpointEvery=0', '--set', 'find.endLr=1e-6'];
    const running = main(['find', 'moons.json', '--quiet', ...long], io);
    const isThere = () => {
      try {
        return readdirSync(newestRun()).includes('config.resolved.json');
      } catch {
        return false; // not yet
      }
    };
    while (!isThere()) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => setTimeout(done, 100));
    io.send('SIGINT');
    expect(await running).toBe(130);
    const [, named] = /^to go on: lr-tool find --resume (\S+)$/m.exec(io.stderr())!;
    expect(resolve(cwd, named!)).toBe(newestRun());
    const before = reportIn(newestRun()).curve.loss;
    const again = fakeIo({ cwd });
    const resumed = main(['find', '--resume', named!], again);
    while (!again.stderr().includes('of 200000')) await new Promise((done) => setTimeout(done, 5));
    again.send('SIGINT');
    expect(await resumed).toBe(130);
    expect(reportIn(newestRun()).curve.loss.slice(0, before.length)).toEqual(before);
  });

  it('leaves no checkpoints behind a short sweep that ends by itself, unless asked', async () => {
    await cli('moons.json', '--checkpoint-every', '0');
    expect(readdirSync(newestRun()).sort()).toEqual(['config.resolved.json', 'metrics.csv', 'report.json']);
  });
});
