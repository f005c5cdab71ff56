import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/commands/setup.run.js';
import { main } from '../../src/cli/main.js';
import { createSteps } from '../../src/cli/steps.js';
import { packageRoad } from '../../src/provision/package-road.js';
import { wheelRoad } from '../../src/provision/wheel-road.js';
import {
  answers,
  fails,
  fakeMachine,
  fakeTfjsNode,
  goodScript,
  type Script,
  says,
  smallWheel,
  temporaryFolder,
} from '../provision/fake-machine.js';
import { expectPublished } from '../reports/published.js';
import { type FakeIo, fakeIo } from './fake-io.js';

let home: string;
let io: FakeIo;
beforeEach(async () => {
  home = await temporaryFolder();
  io = fakeIo({ cwd: home });
  return () => rm(home, { recursive: true, force: true });
});

const surroundings = async (script: Partial<Script> = {}) => ({
  machine: fakeMachine(home, script),
  roads: [packageRoad, wheelRoad([smallWheel])],
  tfjsNode: await fakeTfjsNode(home),
});
const cached = () => readdir(join(home, '.cache', 'lr-tool', 'native'));

describe('lr-tool setup', () => {
  it('says on stdout what it did, and on stderr how it came to that', async () => {
    expect(await run({}, io, await surroundings())).toBe(0);
    expect(io.stdout()).toMatch(/^package was tried first: .*ENOTFOUND/);
    expect(io.stdout()).toMatch(
      /^native works now: TensorFlow 2\.21\.0 \(wheel, compiled by g\+\+ 12\.2\.0\), \d+\.\d s$/m,
    );
    for (const step of ['fetching tensorflow-cpu 2.21.0', 'comparing its sha256', 'unpacking', 'compiling', 'testing'])
      expect(io.stderr()).toContain(step);
  });

  it('says that it works already', async () => {
    await run({}, io, await surroundings());
    const again = fakeIo({ cwd: home });
    expect(await run({}, again, await surroundings())).toBe(0);
    expect(again.stdout()).toMatch(/^native works already: TensorFlow 2\.21\.0/);
    expect(again.stderr()).toBe('');
  });

  it('--json prints one document and nothing else on stdout', async () => {
    await run({ json: true, quiet: true }, io, await surroundings());
    const printed = JSON.parse(io.stdout());
    expectPublished(io.stdout());
    expect(printed).toMatchObject({
      kind: 'lr-tool/setup',
      version: 1,
      outcome: 'built',
      manifest: { origin: 'wheel' },
    });
    const stored = JSON.parse(await readFile(join(printed.folder, 'manifest.json'), 'utf8'));
    expect(printed.manifest).toEqual(stored);
    expect(io.stderr()).toBe('');
  });

  it('--dry-run tells the plan of every road, and writes and fetches nothing', async () => {
    const given = await surroundings();
    expect(await run({ dryRun: true }, io, given)).toBe(0);
    expect(io.stdout()).toContain('compile the binding of');
    expect(io.stdout()).toContain(smallWheel.sha256);
    expect(given.machine.jobs).toEqual(['compilerVersion', 'pipVersion']);
    await expect(cached()).rejects.toThrow('ENOENT');
  });

  it('--dry-run where no road is open says what is missing, with exit code 3', async () => {
    const given = await surroundings({ compilerVersion: answers(fails('did not start', '', true)) });
    expect(await run({ dryRun: true, from: 'wheel' }, io, given)).toBe(3);
    expect(io.stdout()).toMatch(/not open: a C\+\+ compiler is needed/);
  });

  it('--from takes one road alone', async () => {
    const given = await surroundings();
    await run({ from: 'wheel' }, io, given);
    expect(given.machine.jobs).not.toContain('ownScript');
  });

  it('--remove takes it away', async () => {
    await run({}, io, await surroundings());
    expect(await run({ remove: true }, io, await surroundings())).toBe(0);
    expect(io.stdout()).toMatch(/^removed .*tfjs-node-4\.22\.0-linux-x64$/m);
    expect(await cached()).toEqual([]);
    expect(await run({ remove: true }, io, await surroundings())).toBe(0);
    expect(io.stdout()).toMatch(/^nothing to remove/m);
  });

  it('interrupted by Ctrl-C ends with 130 and leaves nothing', async () => {
    const download: Script['download'] = async (args, options) => {
      io.send('SIGINT');
      return goodScript.download(args, options);
    };
    expect(await run({}, io, await surroundings({ download }))).toBe(130);
    expect(io.stderr()).toContain('interrupted; nothing half-done was left');
    expect(await cached()).toEqual([]);
  });

  it('--within ends the work when the time is over', async () => {
    const hanging: Script['download'] = (_, { signal }) =>
      new Promise((resolve) => signal!.addEventListener('abort', () => resolve(says(''))));
    const ended = run({ within: '0.2' }, io, await surroundings({ download: hanging }));
    await expect(ended).rejects.toMatchObject({ code: 'SETUP_TOO_SLOW', blame: 'machine' });
    expect(await cached()).toEqual([]);
  });

  it('--within ends a download at once that cannot be done in time', async () => {
    const slow: Script['download'] = async (_, { watch, signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 5100)); // as long as it takes to believe a speed
      watch!.onBytes(1);
      return signal!.aborted ? says('') : fails('was not ended');
    };
    const ended = run({ within: '20' }, io, await surroundings({ download: slow }));
    await expect(ended).rejects.toMatchObject({
      code: 'SETUP_TOO_SLOW',
      message: expect.stringMatching(/another 3\d s/),
    });
  });
});

describe('the command line', () => {
  it.each([
    [['setup', '--within', 'soon'], 2, /--within soon is not a number of seconds/],
    [['setup', '--from', 'nowhere'], 2, /Allowed choices are package, wheel/],
    [['setup', '--frce'], 2, /Did you mean --force\?/],
  ])('%j ends with %d', async (argv, code, message) => {
    expect(await main(argv, io)).toBe(code);
    expect(io.stderr()).toMatch(message);
  });

  it('a relative LR_TOOL_CACHE ends with 2', async () => {
    const odd = fakeIo({ cwd: home, env: { LR_TOOL_CACHE: 'cache' } });
    expect(await main(['setup', '--remove'], odd)).toBe(2);
    expect(odd.stderr()).toMatch(/not an absolute path\nhint: /);
  });

  it('help lists the roads in the order in which they are tried', async () => {
    expect(await main(['setup', '--help'], io)).toBe(0);
    expect(io.stdout()).toMatch(/package {2}tfjs-node's own download[\s\S]*wheel {4}the libraries/);
  });

  it('no network and no compiler are asked for by --remove', async () => {
    await mkdir(join(home, '.cache'), { recursive: true });
    expect(await main(['setup', '--remove'], io)).toBe(0);
    expect(await readdir(join(home, '.cache'))).toEqual([]);
  });
});

describe('steps', () => {
  const shown = (mode: 'live' | 'plain' | 'quiet') => {
    const written: string[] = [];
    let now = 0;
    const steps = createSteps({ write: (text) => written.push(text), mode, width: () => 60, now: () => now });
    steps.begin('fetching');
    for (const bytes of [100e6, 150e6, 274e6]) {
      now += 1000;
      steps.bytes(bytes, 274e6);
      steps.bytes(bytes, 274e6); // at the same moment: drawn once
    }
    steps.end('274 MB');
    steps.end('twice');
    return written.join('');
  };
  it('in a pipe are two lines each', () => {
    expect(shown('plain')).toBe('fetching ...\nfetching ... 274 MB  3.0 s\n');
  });
  it('in a terminal are one line, with sizes and speed', () => {
    const lines = shown('live').split('\r\u001b[2K');
    expect(lines).toEqual([
      '',
      'fetching ...',
      'fetching ... 100 MB of 274 MB  100 MB/s',
      'fetching ... 150 MB of 274 MB  75 MB/s',
      'fetching ... 274 MB of 274 MB  91 MB/s',
      'fetching ... 274 MB  3.0 s\n',
    ]);
  });
  it('are nothing when quiet', () => expect(shown('quiet')).toBe(''));
});
