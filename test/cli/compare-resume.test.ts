import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { CompareReport } from '../../src/reports/compare.js';
import { commandIn, fakeIo } from './fake-io.js';

const dataset = (shift: number) => `export default () => ({
  inputs: Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * 7) + (i % 4 < 2 ? 1 : ${shift})),
  shape: [2], labels: Array.from({ length: 40 }, (_, i) => i % 2) });`;
const config = {
  dataset: { name: 'module', path: 'data.mjs', validation: 0.25 },
  model: 'linear',
  backend: 'cpu',
  batchSize: 8,
  train: { epochs: 3 },
};
const asked = ['compare', 'run.json', '--allow-code', '--max-lr', '0.1', '--schedules', 'constant,clr', '--seeds', '2'];

const newestRun = (cwd: string) => join(cwd, 'runs', readdirSync(join(cwd, 'runs')).sort().at(-1)!);
const reportIn = (run: string): CompareReport => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
/** All but the clock. */
const lasting = (report: CompareReport) =>
  JSON.stringify(report, (key, value) => (key === 'timing' ? undefined : value));

/** A comparison that was never interrupted, and the same as a kill leaves it: one training done, one interrupted, two missing. */
let origin: string;
let whole: CompareReport;
beforeAll(async () => {
  origin = mkdtempSync(join(tmpdir(), 'lr-tool-compared-'));
  writeFileSync(join(origin, 'data.mjs'), dataset(-1));
  writeFileSync(join(origin, 'run.json'), JSON.stringify(config));
  const { code, err } = await commandIn(origin, ...asked);
  expect(code, err).toBe(0);
  whole = reportIn(newestRun(origin));
});
afterAll(() => rmSync(origin, { recursive: true }));

let cwd: string;
let run: string;
const resume = (...args: string[]) => commandIn(cwd, 'compare', '--resume', 'latest', '--allow-code', ...args);
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-compare-resume-'));
  cpSync(origin, cwd, { recursive: true });
  run = newestRun(cwd);
  // the paths in its configs are absolute; those of the copy are asked for below
  for (const name of ['report.json', '2-clr-seed-42.json', '2-clr-seed-43.json']) rmSync(join(run, name));
  const half = join(run, '1-constant-seed-43.json');
  writeFileSync(half, JSON.stringify({ ...JSON.parse(readFileSync(half, 'utf8')), stop: 'interrupted' }));
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('lr-tool compare --resume', () => {
  it('does what is missing, and nothing twice, and comes to the same report', async () => {
    const kept = join(run, '1-constant-seed-42.json');
    const before = statSync(kept).mtimeMs;
    const { code, err } = await resume();
    expect([code, err]).toEqual([0, expect.stringMatching(/^resuming runs\/\S+: 1 of 4 trainings are done\n/)]);
    expect(lasting(reportIn(run))).toBe(lasting(whole));
    expect(statSync(kept).mtimeMs).toBe(before);
    expect(readdirSync(join(cwd, 'runs'))).toHaveLength(1);
    expect(readdirSync(run).filter((name) => /^lock|tmp$/.test(name))).toEqual([]);
    expect((await resume()).err).toMatch(/is finished: there is nothing to resume/);
  });

  it('may be judged by another value', async () => {
    const { code, out } = await resume('--judge', 'accuracy', '--json');
    expect([code, JSON.parse(out).judge.by]).toEqual([0, 'accuracy']);
  });

  it('does a training again whose report is damaged, and says so', async () => {
    writeFileSync(join(run, '1-constant-seed-42.json'), '{');
    const { code, err } = await resume();
    expect([code, lasting(reportIn(run))]).toEqual([0, lasting(whole)]);
    expect(err).toMatch(/0 of 4 trainings are done[\s\S]*warning: .*1-constant-seed-42\.json.*: it is done again/);
  });

  it.each([
    [['--epochs', '7'], 'train.epochs is 7 and was 3'],
    [['--set', 'batchSize=4'], 'batchSize is 4 and was 8'],
    [['--backend', 'wasm'], "backend is 'wasm' and was 'cpu'"],
    [['--seeds', '3'], 'seeds is 42, 43, 44 and was 42, 43'],
    [['run.json', '--max-lr', '0.1'], 'contenders is constant, clr, one-cycle, cosine and was constant, clr'],
    [['--no-save'], '--no-save has none'],
  ])('refuses %j with exit 2, naming the field', async (args, says) => {
    const before = readdirSync(run);
    const { code, err } = await resume(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    expect(readdirSync(run)).toEqual(before);
  });

  it('refuses other examples', async () => {
    writeFileSync(join(origin, 'data.mjs'), dataset(-2));
    try {
      const child = bin('--resume', 'latest', '--allow-code'); // a module is loaded once in a process
      const [code] = await once(child, 'close');
      expect([code, child.stderrText()]).toEqual([2, expect.stringContaining('data: the examples are others')]);
    } finally {
      writeFileSync(join(origin, 'data.mjs'), dataset(-1));
    }
  });

  it('goes on after Ctrl-C, as its message says, also with --quiet', async () => {
    const io = fakeIo({ cwd });
    const running = main([...asked, '--epochs', '4000', '--jobs', '1', '--quiet'], io);
    const started = () => readdirSync(join(cwd, 'runs')).length === 2 && readdirSync(newestRun(cwd)).length > 4;
    while (!started()) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 1500)); // in a training
    io.send('SIGINT');
    expect(await running).toBe(130);
    const [, named] = /^to go on: lr-tool compare --resume (\S+)$/m.exec(io.stderr()) ?? [];
    expect(named && resolve(cwd, named)).toBe(newestRun(cwd));
  });

  it('goes on after kill -9', async () => {
    rmSync(join(cwd, 'runs'), { recursive: true });
    const child = bin(...asked.slice(1), '--jobs', '1');
    const isDone = () => {
      try {
        return readdirSync(newestRun(cwd)).includes('2-clr-seed-42.json');
      } catch {
        return false; // not yet
      }
    };
    while (!isDone() && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
    child.kill('SIGKILL');
    await once(child, 'close');
    const { code } = await resume();
    expect([0, 2]).toContain(code); // 2 where it was finished by then
    expect(lasting(reportIn(newestRun(cwd))).replaceAll(cwd, origin)).toBe(lasting(whole));
  });
});

function bin(...args: string[]) {
  const child = spawn(process.execPath, [resolve('bin/lr-tool.js'), 'compare', ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return Object.assign(child, { stderrText: () => text });
}
