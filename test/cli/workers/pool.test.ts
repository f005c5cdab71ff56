import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workerPool } from '../../../src/cli/workers/pool.js';
import { runConfig } from '../../../src/config/run-config.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-pool-'));
  // Each process that loads the data leaves a file with its number behind.
  writeFileSync(
    join(folder, 'data.mjs'),
    `import { writeFileSync } from 'node:fs';
     export default ({ baseDir, options }) => {
       writeFileSync(baseDir + '/' + process.pid + '.pid', '');
       if (options.throws) setTimeout(() => { throw new TypeError('a bug'); });
       if (options.exits) process.exit(7);
       if (options.prints) process.stdout.write('printed by the data\\n');
       return { inputs: Float32Array.from({ length: 80 }, (_, i) => Math.sin(i)), shape: [2],
         labels: Array.from({ length: 40 }, (_, i) => i % 2) };
     };`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pids = () => readdirSync(folder).flatMap((name) => (name.endsWith('.pid') ? [Number.parseInt(name, 10)] : []));
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(what: () => boolean) {
  while (!what()) await new Promise((done) => setTimeout(done, 20));
}

const taskOf = (options: object = {}, epochs = 1) => ({
  work: 'train' as const,
  name: 'a',
  rates: 'given' as const,
  baseDir: folder,
  config: runConfig.parse({
    dataset: { name: 'module', path: 'data.mjs', validation: 0, options },
    model: 'linear',
    batchSize: 8,
    backend: 'cpu',
    train: { epochs, schedule: { name: 'constant', maxLr: 0.01 } },
  }),
});
const poolOf = (size: number, signal = new AbortController().signal) =>
  workerPool({ size, env: process.env, dataDirs: [], allowCode: true, tool: '0.0.0', signal });
const ignore = () => undefined;

describe('the pool of workers', () => {
  it('starts no more processes than it may or has work for, and uses them again', async () => {
    const pool = poolOf(2);
    await Promise.all([1, 2, 3, 4, 5].map(() => pool.run(taskOf(), ignore)));
    expect(pids()).toHaveLength(2);
    expect(pids().every(isAlive)).toBe(true);
    await pool.close();
    expect(pids().some(isAlive)).toBe(false);
  });

  it('passes on the error of a task, and goes on with the process', async () => {
    const pool = poolOf(1);
    const wrong = { ...taskOf(), config: { ...taskOf().config, batchSize: 1000 } };
    await expect(pool.run(wrong, ignore)).rejects.toMatchObject({ blame: 'user', message: /batchSize is 1000/ });
    expect((await pool.run(taskOf(), ignore)).ok).toBe(true);
    expect(pids()).toHaveLength(1);
    await pool.close();
  });

  it.each([
    [{ exits: true }, 'its process ended with code 7'],
    [{ throws: true }, 'its process ended with code 1: TypeError: a bug'],
  ])('tells how the process of a task ended: %j', async (options, why) => {
    const pool = poolOf(1);
    const outcomes = await Promise.all([pool.run(taskOf(options, 100_000), ignore), pool.run(taskOf(), ignore)]);
    expect(outcomes[0]).toEqual({ ok: false, what: 'lost', why });
    expect(outcomes[1]!.ok).toBe(true);
    await pool.close();
  });

  it('tells that a task is in vain where its listener throws', async () => {
    const pool = poolOf(1);
    const listener = () => {
      throw new Error('not that');
    };
    await expect(pool.run(taskOf(), listener)).rejects.toThrow('not that');
    await pool.close();
  });

  it('ends what runs after its update when it is stopped, and begins nothing more', async () => {
    const stopping = new AbortController();
    const pool = poolOf(1, stopping.signal);
    const onEvent = () => stopping.abort();
    const outcomes = await Promise.all([pool.run(taskOf({}, 100_000), onEvent), pool.run(taskOf(), ignore)]);
    expect(outcomes[0]).toMatchObject({ ok: true, report: { stop: 'interrupted' } });
    expect(outcomes[1]).toMatchObject({ ok: false, what: 'skipped' });
    expect(await pool.run(taskOf(), ignore)).toMatchObject({ ok: false, what: 'skipped' });
    await pool.close();
  });
});

describe('the processes of lr-tool compare', () => {
  const start = (options: object, epochs: number): ChildProcess => {
    writeFileSync(join(folder, 'run.json'), JSON.stringify(taskOf(options, epochs).config));
    const args = [
      'compare',
      'run.json',
      '--schedules',
      'constant,cosine',
      '--allow-code',
      '--jobs',
      '2',
      '--seeds',
      '2',
    ];
    const { LR_TOOL_RUNS: _, ...env } = process.env;
    return spawn(process.execPath, [resolve('bin/lr-tool.js'), ...args], { cwd: folder, env, detached: true });
  };

  it('end with it, however it ends', async () => {
    const parent = start({}, 1_000_000);
    await until(() => pids().length === 2);
    const ended = once(parent, 'close');
    parent.kill('SIGKILL');
    await ended;
    await until(() => !pids().some(isAlive));
  });

  it.skipIf(process.platform === 'win32')(
    'finish their update at the Ctrl-C of a terminal, which all of them get',
    async () => {
      const parent = start({}, 1_000_000);
      await until(() => pids().length === 2);
      await new Promise((done) => setTimeout(done, 300)); // in the midst of training
      const ended = once(parent, 'close');
      process.kill(-parent.pid!, 'SIGINT');
      expect((await ended)[0]).toBe(130);
      expect(pids().some(isAlive)).toBe(false);
      const [run] = readdirSync(join(folder, 'runs'));
      const report = JSON.parse(readFileSync(join(folder, 'runs', run!, 'report.json'), 'utf8'));
      const statuses = report.contenders.flatMap(({ runs }: { runs: { status: string }[] }) =>
        runs.map((one) => one.status),
      );
      expect(statuses.toSorted()).toEqual(['interrupted', 'interrupted', 'skipped', 'skipped']);
      expect(existsSync(join(folder, 'runs', run!, '1-constant-seed-42.json'))).toBe(true);
    },
  );

  it('keep what the data prints away from the results', async () => {
    const parent = start({ prints: true }, 1);
    let out = '';
    parent.stdout!.on('data', (chunk) => {
      out += chunk;
    });
    expect((await once(parent, 'close'))[0]).toBe(0);
    expect(out).toMatch(/^Comparison: data\.mjs/);
    expect(out).not.toContain('printed by the data');
  });
});
