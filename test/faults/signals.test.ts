import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { newestRun, reportIn, start, strayIn, writeConfig } from './training.js';

/** `npm run test:faults` is the long form: LR_TOOL_FAULT_RUNS of them. */
const runs = Number(process.env['LR_TOOL_FAULT_RUNS'] ?? 4);
const random = randomStream(11, 'signals');

let cwd: string;
/** Of the training that nobody disturbs. */
let wanted: string;
beforeAll(async () => {
  const origin = mkdtempSync(join(tmpdir(), 'lr-tool-signals-'));
  writeConfig(origin);
  const whole = start(origin, ['train', 'moons.json', '--no-save', '--json', '--quiet']);
  expect(await whole.ended, whole.stderr()).toBe(0);
  wanted = JSON.parse(whole.stdout()).weights.sha256;
  rmSync(origin, { recursive: true });
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-signals-'));
  writeConfig(cwd);
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function expectResumed(): Promise<void> {
  const resumed = start(cwd, ['train', '--resume', 'latest', '--quiet']);
  expect(await resumed.ended, resumed.stderr()).toBe(0);
  const run = newestRun(join(cwd, 'runs'));
  expect(reportIn(run).weights.sha256).toBe(wanted);
  expect(strayIn(run)).toEqual([]);
}

const times = { message: [] as number[], exit: [] as number[] };
const quantile = (values: readonly number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))]!;
afterAll(() => {
  for (const [what, values] of Object.entries(times)) {
    const [half, most] = [0.5, 0.99].map((part) => Math.round(quantile(values, part)));
    if (runs > 10) console.log(`${what} after the signal: p50 ${half} ms, p99 ${most} ms, of ${values.length}`);
    expect(half, what).toBeLessThan(1000);
  }
});

describe('a signal in a training', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  it.each(Array.from({ length: runs }, (_, i) => ({ i, signal: signals[i % signals.length]! })))(
    '$i, $signal: told at once, saved, and gone on with to the same weights',
    async ({ i, signal }) => {
      const training = start(cwd, ['train', 'moons.json']);
      await training.says(/^epoch +2 /m);
      await setTimeout(random.uniform() * (runs > 10 ? 250 : 100));
      const from = performance.now();
      training.child.kill(signal);
      await training.says(/stopping after this batch; press Ctrl-C again/);
      times.message.push(performance.now() - from);
      expect(await training.ended, training.stderr()).toBe(128 + constants.signals[signal]);
      times.exit.push(performance.now() - from);
      expect(training.stderr()).toMatch(/^to go on: lr-tool train --resume \S+$/m);
      const run = newestRun(join(cwd, 'runs'));
      expect([reportIn(run).stop, strayIn(run)]).toEqual(['interrupted', []]);
      if (runs > 10 || i % 4 === 0) await expectResumed();
    },
    60_000,
  );

  it('ends it at any time after its start: by itself or, before there is anything to save, by default', async () => {
    for (let i = 0; i < Math.ceil(runs / 2); i++) {
      const training = start(cwd, ['train', 'moons.json']);
      await setTimeout(random.uniform() * 700);
      training.child.kill('SIGINT');
      expect([130, 'SIGINT', 0]).toContain(await training.ended); // 0 where it had ended by then
      expect(training.stderr()).not.toMatch(/\n {4}at |internal error/);
    }
  }, 120_000);

  it('ends the process at once when it comes twice', async () => {
    const training = start(cwd, ['train', 'moons.json']);
    await training.says(/^epoch +2 /m);
    const from = performance.now();
    training.child.kill('SIGINT');
    training.child.kill('SIGINT');
    expect([130, 'SIGINT']).toContain(await training.ended); // 130 where it was done before the second was seen
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it.skipIf(!hasScript())(
    'of a terminal that is closed is like any other, and nobody reads the last words',
    async () => {
      const command = `exec ${process.execPath} ${resolve('bin/lr-tool.js')} train moons.json`;
      const terminal = spawn('script', ['-qfec', command, '/dev/null'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
      terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (/epoch +3 /.test(text)) terminal.kill('SIGKILL'); // the terminal is gone, what ran in it is not
      });
      await once(terminal, 'close');
      const run = newestRun(join(cwd, 'runs'));
      while (!existsSync(join(run, 'report.json')) || strayIn(run).length > 0) await setTimeout(20);
      expect(reportIn(run).stop).toBe('interrupted');
    },
  );

  it('does not wait where nobody listens any more: standard output and error are closed', async () => {
    const training = start(cwd, ['train', 'moons.json']);
    await training.says(/^epoch +2 /m);
    training.child.stdout!.destroy();
    training.child.stderr!.destroy();
    await setTimeout(100);
    training.child.kill('SIGINT');
    expect(await training.ended).toBe(130);
    await expectResumed();
  });
});

describe.skipIf(process.platform === 'win32')('a disk that does not answer', () => {
  const stalled = async () => {
    const fifo = join(cwd, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const training = start(cwd, ['train', 'moons.json'], {
      script: resolve('test/faults/stalled-disk.mjs'),
      env: { LR_TOOL_FIFO: fifo },
    });
    await training.says(/^the disk is gone$/m);
    return training;
  };

  it('holds up the exit for 10 s; what was saved before is whole', async () => {
    const training = await stalled();
    const from = performance.now();
    training.child.kill('SIGINT');
    await training.says(/stopping after this batch/);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(await training.ended).toBe('SIGINT'); // which shells show as 130
    const seconds = (performance.now() - from) / 1000;
    expect(training.stderr()).toMatch(/nothing has come of it for 10 s: quitting; what was saved before is whole\n$/);
    expect([seconds > 8, seconds < 14]).toEqual([true, true]);
    expect(readdirSync(join(newestRun(join(cwd, 'runs')), 'checkpoints'))).toHaveLength(2);
    await expectResumed();
  }, 60_000);

  it('does not hold it up when Ctrl-C is pressed again', async () => {
    const training = await stalled();
    training.child.kill('SIGINT');
    await training.says(/stopping after this batch/);
    const from = performance.now();
    training.child.kill('SIGINT');
    expect(await training.ended).toBe('SIGINT');
    expect(performance.now() - from).toBeLessThan(1000);
  });
});

function hasScript(): boolean {
  try {
    execFileSync('script', ['--version']);
    return true;
  } catch {
    return false;
  }
}
