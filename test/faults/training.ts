import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TrainReport } from '../../src/reports/train.js';

/** 800 updates of less than a millisecond, with all that has a memory. */
export const config = {
  dataset: { name: 'moons', rows: 160, validation: 0.2 },
  model: { name: 'mlp', hidden: [16], dropout: 0.1 },
  optimizer: 'adam',
  backend: 'cpu',
  batchSize: 32,
  train: { epochs: 200, checkpointEvery: '50', schedule: { name: 'clr', maxLr: 0.02, baseLr: 0.005 } },
};

export const writeConfig = (cwd: string): void => writeFileSync(join(cwd, 'moons.json'), JSON.stringify(config));

/** A real process of lr-tool (or of another script), what it says, and how it ends. */
export interface Started {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves where stderr holds the pattern; rejects where the process ends before. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const tool = resolve('bin/lr-tool.js');

export function start(
  cwd: string,
  args: readonly string[],
  { script = tool, env = {} }: { readonly script?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Started {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (more: string) => {
      text[stream] += more;
    });
  }
  let over = false;
  const ended = new Promise<number | NodeJS.Signals>((done) => {
    child.on('close', (code, signal) => {
      over = true;
      done(signal ?? code!);
    });
  });
  return {
    child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    async says(pattern) {
      while (!pattern.test(text.stderr)) {
        if (over) throw new Error(`it ended without saying ${pattern}: ${text.stderr}`);
        await setTimeout(2);
      }
    },
    ended,
  };
}

export const newestRun = (runs: string): string => join(runs, readdirSync(runs).sort().at(-1)!);

export const reportIn = (run: string): TrainReport => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));

/** Names of everything under a run folder that should not have been left there. */
export const strayIn = (run: string): string[] =>
  readdirSync(run, { recursive: true, encoding: 'utf8' }).filter((name) => /(^|\/)lock-|\.tmp$/.test(name));
