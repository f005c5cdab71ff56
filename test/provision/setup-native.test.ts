import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import { enginesFolder, findNative, nativeFolder } from '../../src/provision/native-location.js';
import { packageRoad } from '../../src/provision/package-road.js';
import { removeNative, type SetupRequest, setupNative } from '../../src/provision/setup-native.js';
import { wheelRoad } from '../../src/provision/wheel-road.js';
import {
  answers,
  type FakeMachine,
  fails,
  fakeMachine,
  fakeTfjsNode,
  goodScript,
  type Script,
  says,
  smallWheel,
  temporaryFolder,
  workOn,
} from './fake-machine.js';

const request: SetupRequest = { roads: [packageRoad, wheelRoad([smallWheel])], force: false, now: Date.now() };
const addons = ['manifest.json', 'quiet_stderr.node', 'tf_session.node', 'tfjs_binding.node'];
const complete = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', ...addons];

let home: string;
beforeEach(async () => {
  home = await temporaryFolder();
  return () => rm(home, { recursive: true, force: true });
});

const setUp = async (script: Partial<Script> = {}, more: Partial<SetupRequest> = {}) =>
  setupNative({ ...request, ...more }, await workOn(fakeMachine(home, script)));

/** The error of a setup that must fail, and what it left in the cache. */
async function failure(machine: FakeMachine, more: Partial<SetupRequest> = {}) {
  const error = await setupNative({ ...request, ...more }, await workOn(machine)).then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown as Error,
  );
  const left = existsSync(enginesFolder(machine)) ? await readdir(enginesFolder(machine)) : [];
  const known = error instanceof LrToolError ? error : null;
  return { code: known?.code, blame: known?.blame, hint: known?.hint, message: error.message, left };
}

describe('a machine with pip and a compiler', () => {
  it('gets the binding from the wheel when the own download does not answer', async () => {
    const machine = fakeMachine(home);
    const result = await setupNative(request, await workOn(machine));
    expect(result).toMatchObject({ outcome: 'built', rebuilt: null });
    expect(result.manifest).toMatchObject({ origin: 'wheel', tensorflow: '2.21.0', compiler: 'g++ 12.2.0' });
    expect(result.failed).toEqual([{ road: 'package', why: expect.stringContaining('getaddrinfo ENOTFOUND') }]);
    expect(findNative(machine)).toMatchObject({ ok: true, bindingPath: join(result.folder, 'tfjs_binding.node') });
  });

  it('keeps only what is needed to run', async () => {
    const { folder } = await setUp();
    expect((await readdir(folder)).sort()).toEqual(complete);
    expect(await readdir(dirname(folder))).toEqual(['tfjs-node-4.22.0-linux-x64']);
  });

  it('does nothing the second time but test it', async () => {
    await setUp();
    const machine = fakeMachine(home);
    expect(await setupNative(request, await workOn(machine))).toMatchObject({ outcome: 'already' });
    expect(machine.jobs).toEqual(['selfTest']);
  });

  it('builds again when it is told to', async () => {
    const first = await setUp();
    const second = await setUp({}, { force: true });
    expect(second).toMatchObject({ outcome: 'built', rebuilt: null });
    expect(second.manifest.files['tfjs_binding.node']).not.toEqual(first.manifest.files['tfjs_binding.node']);
  });

  it('hands the libraries to the linker by names that it will find at run time', async () => {
    const lines: string[] = [];
    const link: Script['link'] = (args, options) => {
      lines.push(args.join(' '));
      return goodScript.link(args, options);
    };
    await setUp({ link });
    expect(lines).toContainEqual(expect.stringMatching(/-Wl,-soname,libtensorflow_cc\.so\.2 /));
    expect(lines).toContainEqual(expect.stringMatching(/-Wl,-rpath,\$ORIGIN .*tfjs_binding\.node$/));
  });
});

describe('the own download of tfjs-node', () => {
  const ownScript: Script['ownScript'] = async (_, { cwd }) => {
    for (const [folder, file] of [
      ['lib/napi-v8', 'tfjs_binding.node'],
      ['deps/lib', 'libtensorflow.so.2'],
      ['deps/include', 'c_api.h'],
    ] as const) {
      await mkdir(join(cwd!, folder), { recursive: true });
      await writeFile(join(cwd!, folder, file), file);
    }
    return says('');
  };

  it('is taken where it answers, and the wheel is not asked for', async () => {
    const machine = fakeMachine(home, { ownScript });
    const { manifest } = await setupNative(request, await workOn(machine));
    expect(manifest).toMatchObject({ origin: 'package', compiler: null, quiet: null, session: null });
    expect(Object.keys(manifest.files)).toEqual([
      'package/deps/lib/libtensorflow.so.2',
      'package/lib/napi-v8/tfjs_binding.node',
    ]);
    expect(machine.jobs).toEqual(['ownScript', 'selfTest']);
  });

  it('runs in a copy: the installed package stays as it is', async () => {
    const work = await workOn(fakeMachine(home, { ownScript }));
    const before = await readdir(work.tfjsNode.folder, { recursive: true });
    await setupNative(request, work);
    expect(await readdir(work.tfjsNode.folder, { recursive: true })).toEqual(before);
  });

  it('that does not compute is not used: the wheel is next', async () => {
    const tests = [fails('ended by SIGILL'), says('{"tensorflow":"2.21.0","values":[7,10,15,22]}')];
    const result = await setUp({ ownScript, selfTest: async () => tests.shift()! });
    expect(result.manifest.origin).toBe('wheel');
    expect(result.failed).toEqual([{ road: 'package', why: expect.stringContaining('SIGILL') }]);
  });
});

describe('what is missing is told in one sentence, with exit code 3, and nothing is left', () => {
  const absent = answers(fails('did not start: spawn ENOENT', '', true));
  const download: Script['download'] = async (args) => {
    await writeFile(join(args[args.indexOf('--dest') + 1]!, 'tensorflow_cpu.whl'), 'another');
    return says('');
  };
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const cases: readonly (readonly [string, Partial<Script>, string, RegExp])[] = [
    ['no Python', { pipVersion: absent }, 'SETUP_NO_PIP', /Python is not installed/],
    [
      'no pip',
      { pipVersion: answers(fails('ended with code 1', 'No module named pip')) },
      'SETUP_NO_PIP',
      /has no pip/,
    ],
    ['an old pip', { pipVersion: answers(says('pip 9.0.1 from x (python 3.6)')) }, 'SETUP_NO_PIP', /pip 9\.0\.1/],
    ['no compiler', { compilerVersion: absent }, 'SETUP_NO_COMPILER', /g\+\+, clang\+\+, c\+\+/],
    [
      'no network',
      { download: answers(fails('ended with code 1', 'ERROR: No matching distribution found')) },
      'SETUP_DOWNLOAD',
      /No matching distribution/,
    ],
    ['another file than expected', { download }, 'SETUP_HASH', new RegExp(`instead of ${smallWheel.sha256}`)],
    [
      'a file that does not unpack',
      { unpack: answers(fails('ended with code 1', 'zipfile.BadZipFile: Bad CRC-32')) },
      'SETUP_UNPACK',
      /Bad CRC-32/,
    ],
    ['libraries of another size', { unpack: answers(says('')) }, 'SETUP_UNPACK', /no bytes instead of 8/],
    [
      'sources that do not compile',
      { compile: answers(fails('ended with code 1', 'x.cc:1:1: error: no such thing\n')) },
      'SETUP_COMPILE',
      /x\.cc:1:1: error: no such thing/,
    ],
    ['an addon that does not link', { link: answers(fails('ended by SIGKILL')) }, 'SETUP_COMPILE', /ended by SIGKILL/],
    [
      'a processor without the instructions',
      { selfTest: answers(fails('ended by SIGILL')) },
      'SETUP_SELF_TEST',
      /ended by SIGILL/,
    ],
    [
      'a library that computes wrongly',
      { selfTest: answers(says('{"tensorflow":"2.21.0","values":[7,10,15,23]}')) },
      'SETUP_SELF_TEST',
      /7,10,15,23 instead of 7,10,15,22/,
    ],
    ['a disk that fills up', { compile: () => Promise.reject(noSpace) }, 'SETUP_DISK', /is full/],
    [
      'a disk that fills up while pip writes',
      { download: answers(fails('ended with code 1', 'OSError: [Errno 28] No space left on device')) },
      'SETUP_DISK',
      /is full/,
    ],
  ];
  it.each(cases)('%s', async (_, script, code, message) => {
    const { left, ...error } = await failure(fakeMachine(home, script));
    expect(error).toMatchObject({ code, blame: 'machine', message: expect.stringMatching(message) });
    expect(left).toEqual([]);
  });

  it('no compiler is found out before anything is fetched', async () => {
    const machine = fakeMachine(home, { compilerVersion: absent });
    await failure(machine);
    expect(machine.jobs).not.toContain('download');
  });

  it('too little space is told with both numbers, before anything is fetched', async () => {
    const machine = fakeMachine(home);
    machine.freed.bytes = 4_000_000;
    const { code, message } = await failure(machine, { roads: [wheelRoad([smallWheel])] });
    expect(code).toBe('SETUP_DISK');
    expect(message).toContain('50 MB (50000019 bytes) and has 4.0 MB free (4000000 bytes)');
    expect(machine.jobs).not.toContain('download');
  });

  it('a cache that cannot be written', async () => {
    await writeFile(join(home, 'file'), '');
    const machine = fakeMachine(home, {}, { env: { LR_TOOL_CACHE: join(home, 'file', 'below') } });
    const error = await setupNative(request, await workOn(machine)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CACHE_NOT_WRITABLE', hint: expect.stringContaining('LR_TOOL_CACHE') });
  });

  it.each([
    ['win32', 'x64', null, /no TensorFlow wheel for win32 x64; there is one for linux x64/],
    ['linux', 'x64', null, /musl/],
    ['linux', 'x64', '2.17', /glibc 2\.27 or later, and this system has 2\.17/],
  ] as const)('%s %s with glibc %s', async (platform, arch, glibc, message) => {
    const here = process.cwd();
    process.chdir(home); // a Windows path is a plain name elsewhere: what is made under it must not lie in the repository
    const { code, message: told } = await failure(fakeMachine(home, {}, { platform, arch, glibc })).finally(() =>
      process.chdir(here),
    );
    expect({ code, told }).toEqual({ code: 'SETUP_UNSUPPORTED', told: expect.stringMatching(message) });
  });
});

describe('a damaged cache is found and built again', () => {
  const damages: readonly (readonly [string, (folder: string) => Promise<void>, RegExp])[] = [
    ['a library cut short', (folder) => truncate(join(folder, 'libtensorflow_cc.so.2'), 3), /3 bytes instead of 8/],
    ['a library missing', (folder) => rm(join(folder, 'libtensorflow_framework.so.2')), /is missing/],
    ['no manifest', (folder) => rm(join(folder, 'manifest.json')), /no readable manifest/],
    ['half a manifest', (folder) => truncate(join(folder, 'manifest.json'), 20), /is not JSON/],
    [
      'a library of the same size with other bytes',
      (folder) => writeFile(join(folder, 'libtensorflow_cc.so.2'), '*******!'),
      /libtensorflow_cc\.so\.2 changed since it was built/,
    ],
  ];
  it.each(damages)('%s', async (_, damage, why) => {
    const { folder } = await setUp();
    await damage(folder);
    expect(await setUp()).toMatchObject({ outcome: 'built', rebuilt: expect.stringMatching(why) });
    expect((await readdir(folder)).sort()).toEqual(complete);
  });

  it('one that no longer computes', async () => {
    await setUp();
    const tests = [fails('ended by SIGILL')];
    const selfTest: Script['selfTest'] = async (args, options) => tests.shift() ?? goodScript.selfTest(args, options);
    expect(await setUp({ selfTest })).toMatchObject({ outcome: 'built', rebuilt: expect.stringContaining('SIGILL') });
  });

  it('a rebuild that fails leaves what was there', async () => {
    const { folder } = await setUp();
    const machine = fakeMachine(home, { compile: answers(fails('ended with code 1')) });
    expect(await failure(machine, { force: true })).toMatchObject({ left: ['tfjs-node-4.22.0-linux-x64'] });
    expect((await readdir(folder)).sort()).toEqual(complete);
  });
});

describe('several setups at once', () => {
  it('the second to finish takes the result of the first', async () => {
    let first = true;
    const compile: Script['compile'] = async (args, options) => {
      if (first) {
        first = false;
        await setUp(); // another process, while this one compiles
      }
      return goodScript.compile(args, options);
    };
    const result = await setUp({ compile });
    expect(result.outcome).toBe('theirs');
    expect(await readdir(dirname(result.folder))).toEqual(['tfjs-node-4.22.0-linux-x64']);
    const written = JSON.parse(await readFile(join(result.folder, 'manifest.json'), 'utf8'));
    expect(result.manifest).toEqual(written);
  });

  it('five at the same time all end well, and one result is left', async () => {
    await fakeTfjsNode(home);
    const results = await Promise.all(Array.from({ length: 5 }, () => setUp()));
    expect(results.filter(({ outcome }) => outcome === 'built')).toHaveLength(1);
    expect(await readdir(dirname(results[0]!.folder))).toEqual(['tfjs-node-4.22.0-linux-x64']);
  });

  it('an interrupted one leaves nothing', async () => {
    const controller = new AbortController();
    const machine = fakeMachine(home, {
      unpack: async () => {
        controller.abort(new Error('SIGINT'));
        return says('');
      },
    });
    await expect(setupNative(request, await workOn(machine, { signal: controller.signal }))).rejects.toThrow('SIGINT');
    expect(await readdir(enginesFolder(machine))).toEqual([]);
  });

  it('what a killed one left is swept, what lives is not', async () => {
    const host = hostname().replace(/[^A-Za-z0-9]/g, '_');
    const dead = 2 ** 22 + 1; // above the largest process number of Linux
    const engines = enginesFolder(fakeMachine(home));
    const [stale, alive, foreign] = [
      `.building-${host}-${dead}-a`,
      `.building-${host}-${process.ppid}-b`,
      '.building-x-1-c',
    ];
    for (const name of [stale, alive, foreign]) await mkdir(join(engines, name), { recursive: true });
    await setUp();
    expect((await readdir(engines)).sort()).toEqual([alive, foreign, 'tfjs-node-4.22.0-linux-x64'].sort());
    await setUp({}, { now: Date.now() + 25 * 3600 * 1000 });
    expect(await readdir(engines)).toEqual(['tfjs-node-4.22.0-linux-x64']);
  });
});

describe('removing', () => {
  it('takes it away, damaged or not, and says when there was none', async () => {
    const machine = fakeMachine(home);
    expect(await removeNative(machine, Date.now())).toBe(false);
    await setUp();
    await rm(join(nativeFolder(machine), 'manifest.json'));
    expect(await removeNative(machine, Date.now())).toBe(true);
    expect(await readdir(enginesFolder(machine))).toEqual([]);
  });
});
