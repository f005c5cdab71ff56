import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/all.js';
import { newestRun, reportIn, writeConfig } from './training.js';

let cwd: string;
const tool = `${JSON.stringify(process.execPath)} ${JSON.stringify(resolve('bin/lr-tool.js'))}`;
const piped = (args: string, reader: string) =>
  spawnSync('bash', ['-c', `${tool} ${args} | ${reader}; exit \${PIPESTATUS[0]}`], { cwd, encoding: 'utf8' });

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-pipes-'));
  writeConfig(cwd);
  writeFileSync(
    join(cwd, 'curve.csv'),
    `lr,loss\n${Array.from({ length: 60 }, (_, i) => `${1e-4 * 1.2 ** i},${3 - Math.sin(i / 20)}`).join('\n')}\n`,
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** What is typed after each command; a new command needs a line here. */
const typed: Readonly<Record<string, string>> = {
  find: 'moons.json --steps 30 --no-save',
  train: 'moons.json --epochs 3 --max-lr 0.01',
  plot: '',
  schedule: 'clr --max-lr 0.1 --steps 2000 --format csv',
  suggest: 'curve.csv',
  overfit: 'moons.json --no-save',
  grid: 'moons.json --no-save',
  probe: 'moons.json --no-save',
  compare: 'moons.json --schedules clr,constant --max-lr 0.01 --epochs 1 --seeds 1 --no-save',
  doctor: process.env['LR_TOOL_FAULT_RUNS'] === undefined ? '--help' : '--json', // it measures every engine
  init: 'moons',
  completion: 'bash',
  setup: '--dry-run',
  schema: '',
};

describe.skipIf(spawnSync('bash', ['--version']).status !== 0)('a pipe whose reader has seen enough', () => {
  const names = commands.map(({ name }) => name);
  it.each(names.toSorted((a, b) => Number(a === 'plot') - Number(b === 'plot')))(
    'ends `lr-tool %s | head -1` with 0 or 1, without a word',
    (name) => {
      const { status, stdout, stderr } = piped(`${name} ${typed[name]}`, 'head -1');
      expect([0, 1], stderr).toContain(status); // 1: the answer is no
      expect(stderr).not.toMatch(/EPIPE|\n {4}at |internal error/);
      expect(stdout.trimEnd().split('\n').length).toBe(1); // head's
    },
  );

  it.each(['--help', 'help train', 'schedule --list', 'find --help'])('ends `lr-tool %s | head -1` with 0', (args) => {
    const { status, stderr } = piped(args, 'head -1');
    expect([status, stderr]).toEqual([0, '']);
  });

  it('does not keep a training from being saved, nor does one that never reads', () => {
    const { status, stderr } = piped('train moons.json --epochs 3 --max-lr 0.01 --json 2> words.txt', 'true');
    expect(status, stderr).toBe(0);
    const run = newestRun(join(cwd, 'runs'));
    expect([reportIn(run).stop, readdirSync(run)]).toEqual(['completed', expect.arrayContaining(['last.safetensors'])]);
  });

  it('may be that of the advice', () => {
    const { status } = spawnSync(
      'bash',
      [
        '-c',
        `{ ${tool} train moons.json --epochs 3 --max-lr 0.01 2>&3 >out.txt; echo $? >code.txt; } 3> >(true); cat code.txt; exit $(cat code.txt)`,
      ],
      { cwd },
    );
    expect(status).toBe(0);
  });
});
