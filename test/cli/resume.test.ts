import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { main } from '../../src/cli/main.js';
import { openTraining } from '../../src/cli/resume/training.js';
import { screenFor } from '../../src/cli/screen.js';
import type { TrainReport } from '../../src/reports/train.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/storage/checkpoint.js';
import { commandIn, fakeIo } from './fake-io.js';

const config = {
  dataset: { name: 'moons', rows: 200 },
  model: { name: 'mlp', hidden: [8], dropout: 0.1 },
  optimizer: 'adam',
  backend: 'cpu',
  train: { epochs: 6, schedule: { name: 'clr', maxLr: 0.05, baseLr: 0.01 } },
};

const newestRun = (cwd: string) => join(cwd, 'runs', readdirSync(join(cwd, 'runs')).sort().at(-1)!);
const reportIn = (run: string): TrainReport => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
const withoutTiming = ({ timing: _, ...report }: TrainReport) => report;
const checkpointsIn = (run: string) => readdirSync(join(run, 'checkpoints')).sort();

/** Writes the checkpoints of the run again, with other data and a hash that is right. */
function rewrite(change: (data: Readonly<Record<string, unknown>>) => unknown): void {
  for (const name of checkpointsIn(run)) {
    const path = join(run, 'checkpoints', name);
    const { data, tensors } = decodeCheckpoint(readFileSync(path));
    writeFileSync(path, encodeCheckpoint({ data: change(data as Readonly<Record<string, unknown>>), tensors }));
  }
}

/** A training that was never interrupted, and the same as a kill in its last epoch leaves it. */
let origin: string;
let whole: TrainReport;
beforeAll(async () => {
  origin = mkdtempSync(join(tmpdir(), 'lr-tool-origin-'));
  writeFileSync(join(origin, 'moons.json'), JSON.stringify(config));
  expect((await commandIn(origin, 'train', 'moons.json')).code).toBe(0);
  whole = reportIn(newestRun(origin));
});
afterAll(() => rmSync(origin, { recursive: true }));

/** With some fields of one of its objects changed. */
const within = (data: object, key: string, fields: object) => ({
  ...data,
  [key]: { ...(data as Record<string, object>)[key], ...fields },
});

let cwd: string;
let run: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-resume-'));
  cpSync(origin, cwd, { recursive: true });
  run = newestRun(cwd);
  rmSync(join(run, 'report.json'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('lr-tool train --resume', () => {
  it.each([['latest'], ['the folder'], ['its name alone']])('goes on with %s', async (how) => {
    const named = how === 'latest' ? 'latest' : how === 'the folder' ? run : run.split('/').at(-1)!;
    const { code, err } = await commandIn(cwd, 'train', '--resume', named);
    expect([code, err]).toEqual([0, expect.stringMatching(/^resuming runs\/\S+ after 25 updates\n/)]);
    expect(withoutTiming(reportIn(run))).toEqual(withoutTiming(whole));
    expect(readdirSync(join(cwd, 'runs'))).toHaveLength(1);
    expect(readdirSync(run).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('takes the command that began the run too', async () => {
    const { code } = await commandIn(cwd, 'train', 'moons.json', '--resume', 'latest', '--checkpoint-every', '3');
    expect([code, reportIn(run).weights]).toEqual([0, whole.weights]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('goes on after %s, as its message says', async (signal) => {
    rmSync(join(cwd, 'runs'), { recursive: true });
    const io = fakeIo({ cwd });
    const running = main(['train', 'moons.json', '--epochs', '3000', '--checkpoint-every', '0'], io);
    while (!io.stderr().includes('epoch    2')) await new Promise((done) => setTimeout(done, 5));
    io.send(signal);
    expect(await running).toBe(signal === 'SIGINT' ? 130 : 143);
    const stopped = newestRun(cwd);
    const [, named] = /^to go on: lr-tool train --resume (\S+)$/m.exec(io.stderr())!;
    expect([resolve(cwd, named!), checkpointsIn(stopped).length]).toEqual([stopped, 1]);
    const again = fakeIo({ cwd });
    const resumed = main(['train', '--resume', named!], again);
    while (!again.stderr().includes('epoch')) await new Promise((done) => setTimeout(done, 5));
    again.send(signal);
    await resumed;
    const { step } = reportIn(stopped).steps;
    expect(step).toEqual(step.map((_, i) => i)); // no update is missing, none is twice
  });

  it('takes the checkpoint before where the newest is damaged, and says so', async () => {
    const [, newest] = checkpointsIn(run);
    const path = join(run, 'checkpoints', newest!);
    const bytes = readFileSync(path);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(path, bytes);
    const { code, err } = await commandIn(cwd, 'train', '--resume', 'latest');
    expect([code, reportIn(run).weights]).toEqual([0, whole.weights]);
    expect(err).toMatch(
      /warning: .*step-000000025.* cannot be resumed from: .*\nresuming .* after 20 updates, from the/,
    );
  });

  it('says where no checkpoint is whole: exit 3, nothing lost', async () => {
    for (const name of checkpointsIn(run)) writeFileSync(join(run, 'checkpoints', name), 'x');
    const before = readdirSync(run);
    const { code, err } = await commandIn(cwd, 'train', '--resume', 'latest');
    expect([code, readdirSync(run)]).toEqual([3, before]);
    expect(err).toMatch(
      /^error: .*step-000000025.* cannot be resumed from: it is no checkpoint; nor can the \d before\nhint/,
    );
  });

  it.each([
    [['--epochs', '7'], 'train.epochs is 7 and was 6'],
    [['--max-lr', '0.06'], 'train.schedule.maxLr is 0.06 and was 0.05'],
    [['--seed', '1'], 'seed is 1 and was 42'],
    [['--batch-size', '16'], 'batchSize is 16 and was 32'],
    [['--set', 'optimizer=sgd'], "optimizer.name is 'sgd' and was 'adam'"],
    [['--set', 'model.hidden=[9]'], 'model.hidden is [9] and was [8]'],
    [['--set', 'dataset.rows=300'], 'dataset.rows is 300 and was 200'],
    [['--plateau', '3'], 'train.plateau.'],
    [['--backend', 'wasm'], "backend is 'wasm' and was 'cpu'"],
  ])('refuses %j with exit 2, naming the field', async (args, says) => {
    const { code, err } = await commandIn(cwd, 'train', '--resume', 'latest', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    expect(checkpointsIn(run)).toEqual(checkpointsIn(newestRun(origin)));
  });

  it.each([
    ['tool', '9.1.0', "lr-tool is '0.1' and was '9.1'"],
    ['data', 'x', 'data: the examples are others'],
    ['model', 'x', 'model: the layers are others'],
    ['schedule', 'x', 'schedule: the rates of the schedule are others'],
    ['engine', { backend: 'cpu', mode: 'fused', dtype: 'float32', versions: {} }, "mode is 'eager' and was 'fused'"],
    [
      'dtype',
      { backend: 'cpu', mode: 'eager', dtype: 'float64', versions: {} },
      "dtype is 'float32' and was 'float64'",
    ],
  ])('refuses another %s', async (what, value, says) => {
    const field = what === 'dtype' ? 'engine' : what;
    rewrite(({ identity, ...saved }) => ({ ...saved, identity: { ...(identity as object), [field]: value } }));
    const { code, err } = await commandIn(cwd, 'train', '--resume', 'latest');
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });

  it.each([
    ['other data', () => ({ rows: 3 }), 'its data are not what this version saves: identity: '],
    ['no data', () => null, 'its data are not what this version saves'],
    ['a wrong step', (data: object) => within(data, 'snapshot', { step: 7 }), "its 'steps.lr' should be 7 numbers of"],
    [
      'a best epoch that is not there',
      (data: object) => within(data, 'snapshot', { best: { epoch: 99, score: 1 } }),
      '99',
    ],
  ])('refuses what its hash vouches for and nobody wrote, with a sentence: %s', async (_, change, says) => {
    rewrite(change);
    const { code, err } = await commandIn(cwd, 'train', '--resume', 'latest');
    expect([code, err]).toEqual([3, expect.stringContaining(says)]);
    expect(err).not.toMatch(/internal|\n {4}at /);
  });

  it('goes on by --force although something differs, and the report says what, after another resume too', async () => {
    const { code, out } = await commandIn(
      cwd,
      'train',
      '--resume',
      'latest',
      '--force',
      '--epochs',
      '8',
      '--max-lr',
      '0.06',
    );
    expect([code, out]).toEqual([0, expect.stringContaining('W105')]);
    const forced = reportIn(run);
    const messages = forced.warnings.filter(({ code }) => code === 'W105').map(({ message }) => message);
    expect(messages).toEqual([
      'resumed with --force although train.epochs is 8 and was 6',
      'resumed with --force although train.schedule.maxLr is 0.06 and was 0.05',
    ]);
    expect(forced.epochs.epoch).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(forced.steps.lr.slice(0, 25)).toEqual(whole.steps.lr.slice(0, 25)); // what was done stays done
    rmSync(join(run, 'report.json'));
    expect((await commandIn(cwd, 'train', '--resume', 'latest')).code).toBe(0);
    expect(withoutTiming(reportIn(run))).toEqual(withoutTiming(forced));
  });

  it.each([
    [['--resume', 'nothing'], /there is no such training/],
    [['--resume', 'latest', '--no-save'], /--no-save has none/],
  ])('refuses %j', async (args, says) => {
    const { code, err } = await commandIn(cwd, 'train', ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(says)]);
  });

  it('refuses a run that is finished, and a folder without runs', async () => {
    const finished = await commandIn(origin, 'train', '--resume', 'latest');
    expect([finished.code, finished.err]).toEqual([
      2,
      expect.stringMatching(/is finished: there is nothing to resume/),
    ]);
    rmSync(join(cwd, 'runs'), { recursive: true });
    expect((await commandIn(cwd, 'train', '--resume', 'latest')).err).toMatch(/there is no training under/);
  });

  it('refuses a run that another process trains: exit 3', async () => {
    const both = await Promise.all([1, 2].map(() => commandIn(cwd, 'train', '--resume', 'latest')));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 3]);
    expect(both.find(({ code }) => code === 3)!.err).toMatch(/is in use by/);
    expect(reportIn(run).weights).toEqual(whole.weights);
  });

  it('leaves the files of a training alone that is going on: 200 tries to resume it beside its saves', async () => {
    rmSync(join(cwd, 'runs'), { recursive: true });
    const io = fakeIo({ cwd });
    const training = main(['train', 'moons.json', '--epochs', '100000', '--checkpoint-every', '1'], io);
    while (!io.stderr().includes('epoch    2')) await new Promise((done) => setTimeout(done, 5));
    const screen = screenFor(io, { quiet: true });
    for (let tries = 0; tries < 200; tries += 20) {
      const together = await Promise.allSettled(Array.from({ length: 20 }, () => openTraining('latest', screen, io)));
      for (const { status, ...one } of together) {
        expect([status, one]).toMatchObject(['rejected', { reason: { code: 'RUN_LOCKED', blame: 'machine' } }]);
      }
    }
    io.send('SIGINT');
    expect([await training, io.stderr()]).toEqual([130, expect.not.stringContaining('error')]);
    expect(checkpointsIn(newestRun(cwd))).toHaveLength(3); // the last two and that of the best epoch
  });
});

describe('a process that is killed', () => {
  const start = (...args: string[]) =>
    spawn(process.execPath, [resolve('bin/lr-tool.js'), 'train', ...args, '--quiet'], { cwd, stdio: 'ignore' });
  const ended = (child: ReturnType<typeof start>) =>
    new Promise<number | null>((done) => child.on('exit', (code) => done(code)));

  it('leaves what goes on to the same weights, wherever kill -9 meets it', async () => {
    rmSync(join(cwd, 'runs'), { recursive: true });
    const long = ['moons.json', '--epochs', '300'];
    const wanted = await commandIn(cwd, 'train', ...long, '--no-save', '--json');
    const random = randomStream(3, 'kills');
    const child = start(...long, '--checkpoint-every', '2');
    const exit = ended(child);
    const isThere = () => {
      try {
        return checkpointsIn(newestRun(cwd)).some((name) => name.startsWith('step-'));
      } catch {
        return false; // not yet
      }
    };
    while (!isThere() && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
    child.kill('SIGKILL');
    expect(await exit).toBeNull();
    let kills = 1;
    for (; kills < 4; kills++) {
      const next = start('--resume', 'latest');
      const code = ended(next);
      setTimeout(() => next.kill('SIGKILL'), 300 + 500 * random.uniform());
      if ((await code) === 0) break;
    }
    const last = await commandIn(cwd, 'train', '--resume', 'latest');
    expect([0, 2]).toContain(last.code); // 2 where it was finished by then
    const { weights, steps } = reportIn(newestRun(cwd));
    expect(weights).toEqual(JSON.parse(wanted.out).weights);
    expect(steps.step).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    expect(readdirSync(newestRun(cwd)).filter((name) => /^lock|tmp$/.test(name))).toEqual([]);
  }, 60_000);
});
