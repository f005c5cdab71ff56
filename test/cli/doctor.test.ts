import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/base/backends.js';
import { machineError } from '../../src/base/errors.js';
import { run } from '../../src/cli/commands/doctor.run.js';
import type { DoctorReport } from '../../src/cli/doctor/report.js';
import type { Engine } from '../../src/engine/engine.js';
import { quadraticTrainer } from '../../src/engine/quadratic.js';
import { setupNative } from '../../src/provision/setup-native.js';
import { wheelRoad } from '../../src/provision/wheel-road.js';
import {
  answers,
  fails,
  fakeMachine,
  type Script,
  smallWheel,
  temporaryFolder,
  workOn,
} from '../provision/fake-machine.js';
import { expectPublished } from '../reports/published.js';
import { type FakeIo, fakeIo } from './fake-io.js';

let home: string;
let io: FakeIo;
beforeEach(async () => {
  home = await temporaryFolder();
  io = fakeIo({ cwd: home, env: { LANG: 'en_GB.UTF-8' } });
  return () => rm(home, { recursive: true, force: true });
});

const engineOf = (backend: Backend): Engine => ({
  backend,
  mode: 'eager',
  versions: { libtensorflow: '2.21.0' },
  selfTest: async () => undefined,
  createTrainer: async () => quadraticTrainer(1),
});

/** As the loader does it: the reason is the cause of what is thrown. */
const loadWith = (failures: Partial<Record<Backend, unknown>>) => async (backend: Backend) => {
  const cause = failures[backend];
  if (cause !== undefined) throw machineError('ENGINE_UNAVAILABLE', `--backend ${backend}`, { cause });
  return { engine: engineOf(backend), failures: new Map() };
};

const examine = async (failures: Partial<Record<Backend, unknown>>, script: Partial<Script> = {}) => {
  const code = await run({ json: true }, io, { machine: fakeMachine(home, script), load: loadWith(failures) });
  return { code, report: JSON.parse(io.stdout()) as DoctorReport };
};

const setUp = async () =>
  setupNative({ roads: [wheelRoad([smallWheel])], force: false, now: 0 }, await workOn(fakeMachine(home)));

describe('the native engine', () => {
  it.each([
    ['NATIVE_ABSENT', 'absent'],
    ['NATIVE_NOT_BUILT', 'without binding'],
    ['NATIVE_DAMAGED', 'damaged'],
    ['NATIVE_WILL_NOT_OPEN', 'will not open'],
    ['NATIVE_FAILED', 'loads but fails'],
  ])('with %s is "%s", with the remedy of that error', async (code, state) => {
    const { report } = await examine({ native: machineError(code, 'why it is so', { hint: 'type this' }) });
    expect(report.backends[0]).toMatchObject({ backend: 'native', state, why: 'why it is so', remedy: 'type this' });
  });

  it('that takes its process with it is not opened in this one', async () => {
    await setUp();
    const selfTest = answers(fails('ended by SIGILL'));
    const { report, code } = await examine({ native: new Error('was opened') }, { selfTest });
    expect(report.backends[0]).toMatchObject({ state: 'loads but fails', why: expect.stringContaining('SIGILL') });
    expect(code).toBe(0);
  });

  it('that was set up is found unchanged', async () => {
    const { folder } = await setUp();
    const { report } = await examine({});
    expect(report.native).toMatchObject({ folder, state: 'provisioned', origin: 'wheel', compiler: 'g++ 12.2.0' });
    expect(report.warnings).toEqual([]);
  });

  it('whose library was exchanged since is warning W020', async () => {
    const { folder } = await setUp();
    await writeFile(join(folder, 'libtensorflow_cc.so.2'), '*******!');
    const { report } = await examine({});
    expect(report.native.state).toBe('changed');
    expect(report.warnings).toEqual([
      { code: 'W020', message: expect.stringMatching(/^libtensorflow_cc\.so\.2 in .*sha256 differs/) },
    ]);
  });
});

describe('lr-tool doctor', () => {
  it('ends with 0 if any engine works', async () => {
    expect((await examine({ native: new Error('a'), wasm: new Error('b') })).code).toBe(0);
  });

  it('ends with 3 if none does', async () => {
    const { code, report } = await examine({ native: new Error('a'), wasm: new Error('b'), cpu: new Error('c') });
    expect(code).toBe(3);
    expect(report.backends.map(({ why }) => why)).toEqual(['a', 'b', 'c']);
  });

  it('times the engines that work', async () => {
    const { report } = await examine({});
    for (const { state, selfTestMs, msPerStep } of report.backends) {
      expect(state).toBe('works');
      for (const time of [selfTestMs, msPerStep]) expect(time).toBeGreaterThanOrEqual(0);
    }
  });

  it('changes nothing: the folder of runs is looked at and not made', async () => {
    const { report } = await examine({});
    expect(report.folders.runs).toMatchObject({ path: join(home, 'runs'), exists: false, why: null });
  });

  it('tells people what to type', async () => {
    const native = machineError('NATIVE_NOT_BUILT', 'there is no binding', { hint: 'run `lr-tool setup`' });
    await run({}, io, { machine: fakeMachine(home), load: loadWith({ native }) });
    expect(io.stdout()).toMatch(/^native {4}without binding: there is no binding\n {10}run `lr-tool setup`$/m);
    expect(io.stdout()).toMatch(/^wasm {6}works \(eager\): \S+ ms a step/m);
    expect(io.stdout()).not.toMatch(/undefined|null|NaN/);
  });

  it('keeps to the width of the terminal', async () => {
    const narrow = fakeIo({ cwd: home, columns: 60, env: { NO_COLOR: '1' } });
    await run({}, narrow, { machine: fakeMachine(home), load: loadWith({}) });
    const words = narrow.stdout().split('\n');
    for (const line of words) expect(line.length).toBeLessThanOrEqual(60);
  });
});

describe('the real engines', () => {
  it('work here: wasm and cpu always', async () => {
    expect(await run({ json: true }, io)).toBe(0);
    const report = expectPublished(io.stdout()) as DoctorReport;
    const works = report.backends.filter(({ state }) => state === 'works').map(({ backend }) => backend);
    expect(works).toEqual(expect.arrayContaining(['wasm', 'cpu']));
  });
});
