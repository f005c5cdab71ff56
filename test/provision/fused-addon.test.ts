import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { processIo } from '../../src/cli/io.js';
import { hostMachine } from '../../src/cli/machine.js';
import {
  findFused,
  fusedChanged,
  fusedPath,
  fusedRoot,
  removeFused,
  setupFused,
  testFused,
} from '../../src/provision/fused-addon.js';
import type { Machine } from '../../src/provision/machine.js';
import { silent } from '../../src/provision/progress.js';
import { findTfjsNode } from '../../src/provision/tfjs-node.js';
import { answers, fails, fakeMachine, type Script, temporaryFolder } from './fake-machine.js';

let home: string;
beforeEach(async () => {
  home = await temporaryFolder();
  return () => rm(home, { recursive: true, force: true });
});

const request = { force: false, now: Date.now() };
const setUp = (machine: Machine, more = {}) =>
  setupFused({ machine, progress: silent, signal: undefined }, '/headers', { ...request, ...more });
const withScript = (script: Partial<Script> = {}) => fakeMachine(home, script);

describe('the fused kernels', () => {
  it('are compiled once for each instruction set, and found afterwards', async () => {
    const machine = withScript();
    expect(findFused(machine)).toBeNull();
    expect(await setUp(machine)).toMatchObject({ outcome: 'built', kernels: 'x86-64-v4' });
    expect(machine.jobs.filter((job) => job === 'compile')).toHaveLength(3 + 4); // sets, and the other files
    expect(findFused(machine)).toBe(fusedPath(machine));
    expect(await setUp(machine)).toMatchObject({ outcome: 'already' });
    expect(await setUp(machine, { force: true })).toMatchObject({ outcome: 'built' });
    expect(await readdir(fusedRoot(machine))).toEqual([dirname(fusedPath(machine)).split('/').at(-1)]);
  });

  it('that were exchanged are known by their sha256, and built again though they work', async () => {
    const machine = withScript();
    const { path } = await setUp(machine);
    expect(await fusedChanged(path)).toBe(false);
    await writeFile(path, 'another');
    expect(await fusedChanged(path)).toBe(true);
    expect(await setUp(machine)).toMatchObject({ outcome: 'built' });
    expect(await fusedChanged(path)).toBe(false);
    await rm(`${path}.sha256`); // as those were left that were compiled before hashes were kept
    expect(await fusedChanged(path)).toBe(false);
  });

  it('that do not work are built again', async () => {
    const tests = [fails('ended by SIGILL')];
    await setUp(withScript());
    const good = withScript();
    const broken: Machine = {
      ...good,
      run: async (command, args, options) =>
        (command === '/usr/bin/node' ? tests.shift() : undefined) ?? good.run(command, args, options),
    };
    expect(await setUp(broken)).toMatchObject({ outcome: 'built' });
  });

  it.each<[string, Partial<Script>, string]>([
    ['without a compiler', { compilerVersion: answers(fails('is not there', '', true)) }, 'SETUP_NO_COMPILER'],
    ['with a compiler that fails', { compile: answers(fails('ended with code 1', 'error: no')) }, 'SETUP_COMPILE'],
    ['with a result that computes wrong', { selfTest: answers({ ok: true, output: '{}' }) }, 'SETUP_SELF_TEST'],
  ])('%s leave nothing', async (_, script, code) => {
    const machine = withScript(script);
    await expect(setUp(machine)).rejects.toMatchObject({ code, blame: 'machine' });
    expect(findFused(machine)).toBeNull();
    expect(existsSync(fusedRoot(machine)) ? await readdir(fusedRoot(machine)) : []).toEqual([]);
  });

  it('are not there for every processor', () =>
    expect(setUp({ ...withScript(), arch: 'riscv64' })).rejects.toMatchObject({ code: 'SETUP_UNSUPPORTED' }));

  it('are removed', async () => {
    const machine = withScript();
    expect(await removeFused(machine)).toBe(false);
    await setUp(machine);
    expect(await removeFused(machine)).toBe(true);
    expect(findFused(machine)).toBeNull();
  });
});

const compiles = spawnSync('g++', ['--version']).status === 0 && ['x64', 'arm64'].includes(process.arch);
if (!compiles) console.warn('the compile of the fused kernels is not tested: there is no g++');

describe.skipIf(!compiles)('the fused kernels, really compiled', () => {
  it('compute; half of a file does not, and is replaced', async () => {
    const machine = { ...hostMachine(processIo(process)), env: { ...process.env, LR_TOOL_CACHE: home } };
    const work = { machine, progress: silent, signal: undefined };
    const { nodeHeaders } = findTfjsNode();
    const built = await setupFused(work, nodeHeaders, request);
    expect(built.outcome).toBe('built');
    await writeFile(built.path, Buffer.alloc(1000));
    expect((await testFused(machine, built.path)).ok).toBe(false);
    expect(await setupFused(work, nodeHeaders, request)).toMatchObject({ outcome: 'built', kernels: built.kernels });
    expect((await stat(built.path)).size).toBeGreaterThan(10_000);
  });
});
