import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { main } from '../../src/cli/main.js';
import { decodeCheckpoint } from '../../src/storage/checkpoint.js';
import { readSafetensors } from '../../src/storage/safetensors.js';
import { fakeIo } from '../cli/fake-io.js';
import type { CrashCase, Kill } from './cases.js';

/** What became of a case. */
export interface CrashResult {
  /** Processes that were killed while they ran. */
  readonly kills: number;
  /** Kills that met a file half-written. */
  readonly insideSaves: number;
  /** Checkpoints that could not be read after a kill. */
  readonly unreadable: readonly string[];
  /** What the last process left of those before it. */
  readonly stale: readonly string[];
  /** What is not as the uninterrupted run has it; empty where all is. */
  readonly differences: readonly string[];
}

const processMs = 60_000;
const attempts = 5;
/** What an uninterrupted run and one that was killed have to agree in, byte for byte. */
const sameFiles = ['metrics.csv', 'epochs.csv', 'config.resolved.json'];
/** The same in their numbers: the names of layers are counted up in a process. */
const sameNumbers = ['best.safetensors', 'last.safetensors'];

/** Starts and kills one process after another until the training is finished. */
async function killedRun(cwd: string, kills: readonly Kill[]): Promise<Omit<CrashResult, 'differences'>> {
  const found = { kills: 0, insideSaves: 0, unreadable: [] as string[] };
  const isFinished = () => existsSync(join(newestRun(cwd) ?? '', 'report.json'));
  let wasLeft = false; // a process ended by itself, and left the run as it wants it
  for (const kill of kills) {
    const ended = await killedProcess(cwd, kill);
    wasLeft = ended?.code === 0;
    if (ended !== null && !wasLeft)
      throw new Error(`it ended with ${ended.code} before it was killed: ${ended.stderr}`);
    if (ended === null) {
      found.kills += 1;
      if (temporariesIn(cwd).length > 0) found.insideSaves += 1;
      found.unreadable.push(...unreadableIn(cwd));
    }
    if (isFinished()) break;
  }
  if (!isFinished()) {
    const last = await wholeProcess(cwd);
    wasLeft = last.code === 0;
    if (!wasLeft) throw new Error(`the last process ended with ${last.code}: ${last.stderr}`);
  }
  // of the run that was finished: one that was killed before its first checkpoint is nobody's to go on with
  const stale = wasLeft ? filesIn(newestRun(cwd)!).filter((file) => /\.tmp$|(^|\/)lock-\d+$/.test(file)) : [];
  return { ...found, stale };
}

/** Trains a case without interruption, and again with kills, resuming until it is finished. */
export async function runCase({ config, kills }: CrashCase): Promise<CrashResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-crash-'));
  try {
    const [whole, killed] = ['whole', 'killed'].map((name) => join(folder, name));
    for (const cwd of [whole!, killed!]) {
      mkdirSync(cwd);
      writeFileSync(join(cwd, 'case.json'), JSON.stringify(config));
    }
    const io = fakeIo({ cwd: whole! });
    const code = await main(['train', 'case.json', '--quiet'], io);
    if (code !== 0) throw new Error(`the uninterrupted run ended with ${code}: ${io.stderr()}`);
    for (let attempt = 1; ; attempt++) {
      const found = await killedRun(killed!, kills);
      const differences = differencesOf(newestRun(whole!)!, newestRun(killed!)!);
      // where this machine was too busy to kill in time, the training is over before: it has to be right, and is tried again
      if (found.kills === kills.length || differences.length > 0 || attempt === attempts)
        return { ...found, differences };
      rmSync(join(killed!, 'runs'), { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const newestRun = (cwd: string): string | undefined =>
  existsSync(join(cwd, 'runs'))
    ? readdirSync(join(cwd, 'runs'))
        .sort()
        .map((name) => join(cwd, 'runs', name))
        .at(-1)
    : undefined;

const checkpointName = /^step-(\d+)\.safetensors$/;

function checkpointsOf(run: string | undefined): string[] {
  const folder = run === undefined ? undefined : join(run, 'checkpoints');
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => checkpointName.test(name))
    .map((name) => join(folder, name));
}

function unreadableIn(cwd: string): string[] {
  return checkpointsOf(newestRun(cwd)).flatMap((path) => {
    try {
      decodeCheckpoint(readFileSync(path));
      return [];
    } catch (error) {
      return [`${path}: ${error}`];
    }
  });
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const temporariesIn = (cwd: string) => filesIn(cwd).filter((file) => file.endsWith('.tmp'));

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Goes on where there is a checkpoint, as a user would; else it starts. */
function start(cwd: string): Running {
  const begun = checkpointsOf(newestRun(cwd)).length > 0;
  const args = begun ? ['--resume', 'latest'] : ['case.json'];
  const child = spawn(process.execPath, [resolve('bin/lr-tool.js'), 'train', ...args, '--quiet'], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stderr })) };
}

async function wholeProcess(cwd: string) {
  const { child, ended } = start(cwd);
  const late = setTimeout(() => child.kill('SIGKILL'), processMs);
  const result = await ended;
  clearTimeout(late);
  return result;
}

/** Null where the process was killed at its moment; else how it ended before that. */
async function killedProcess(cwd: string, kill: Kill) {
  const { child, ended } = start(cwd);
  const moment = new AbortController();
  const wait = kill.at === 'start' ? Promise.resolve() : momentOf(kill, cwd, moment.signal);
  const first = await Promise.race([wait.then(() => null), ended]);
  moment.abort();
  if (first !== null) return first;
  await preciseSleep(kill.afterMs);
  child.kill('SIGKILL');
  const { code, stderr } = await ended;
  return code === null ? null : { code, stderr };
}

/** Timers are late by a millisecond or more; a save takes no longer than a few. */
async function preciseSleep(ms: number): Promise<void> {
  const until = performance.now() + ms;
  if (ms > 8) await sleep(ms - 8);
  while (performance.now() < until) await new Promise(setImmediate);
}

async function momentOf({ at, step }: Exclude<Kill, { at: 'start' }>, cwd: string, signal: AbortSignal): Promise<void> {
  let folder: string | undefined;
  while (folder === undefined || !existsSync(folder)) {
    if (signal.aborted) return;
    await sleep(2);
    const run = newestRun(cwd);
    folder = run && join(run, 'checkpoints');
  }
  await new Promise<void>((done) => {
    let reached = false;
    const watcher = watch(folder, { signal }, (_, name) => {
      const saved = Number(checkpointName.exec(name ?? '')?.[1] ?? -1);
      const begins = name?.endsWith('.tmp') ?? false;
      if (at === 'save' && reached && begins) done();
      reached ||= saved >= step;
      if (at === 'training' && reached) done();
    });
    watcher.on('close', done);
    signal.addEventListener('abort', () => done());
  });
}

function differencesOf(whole: string, killed: string): string[] {
  const report = (run: string) => {
    const { timing: _, ...rest } = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
    return rest;
  };
  const [wanted, got] = [report(whole), report(killed)];
  const fields = Object.keys({ ...wanted, ...got }).filter(
    (key) => JSON.stringify(wanted[key]) !== JSON.stringify(got[key]),
  );
  const files = sameFiles.filter((name) => !readFileSync(join(whole, name)).equals(readFileSync(join(killed, name))));
  const numbersIn = (run: string, name: string) =>
    readSafetensors(readFileSync(join(run, name))).tensors.map(({ shape, values }) => [shape, ...values]);
  const numbers = sameNumbers.filter((name) => !isDeepStrictEqual(numbersIn(whole, name), numbersIn(killed, name)));
  return [...fields.map((field) => `report.${field}`), ...files, ...numbers];
}
