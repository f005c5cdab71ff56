import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Finished, Machine, RunOptions } from '../../src/provision/machine.js';
import { silent } from '../../src/provision/progress.js';
import type { Work } from '../../src/provision/road.js';
import type { TfjsNode } from '../../src/provision/tfjs-node.js';
import type { Wheel } from '../../src/provision/wheel.js';

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'lr-tool provision ')); // with spaces, on purpose

type Answer = (args: readonly string[], options: RunOptions) => Promise<Finished>;

/** What each command line does, by the name of the job. */
export type Script = Readonly<Record<Job, Answer>>;
type Job = 'pipVersion' | 'compilerVersion' | 'download' | 'unpack' | 'compile' | 'link' | 'selfTest' | 'ownScript';

export const says = (output: string): Finished => ({ ok: true, output });
export const fails = (why: string, output = '', absent = false): Finished => ({ ok: false, absent, why, output });
export const answers =
  (finished: Finished): Answer =>
  async () =>
    finished;

const wheelContent = 'a wheel';
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

/** A wheel of a few bytes. */
export const smallWheel: Wheel = {
  platform: 'linux',
  arch: 'x64',
  project: 'tensorflow-cpu',
  version: '2.21.0',
  tag: 'manylinux_2_27_x86_64',
  bytes: wheelContent.length,
  sha256: sha256(wheelContent),
  libraries: [
    { name: 'tensorflow/libtensorflow_cc.so.2', bytes: 8 },
    { name: 'tensorflow/libtensorflow_framework.so.2', bytes: 4 },
  ],
  headers: ['tensorflow/include/'],
  glibc: '2.27',
};

/** Writes what a command was asked to write with -o, different each time as compilers do. */
const writesOutput: Answer = async (args) => {
  await writeFile(args[args.indexOf('-o') + 1]!, `compiled ${randomUUID()}`);
  return says('');
};

/** Everything goes well, but for tfjs-node's own script, which finds no network. */
export const goodScript: Script = {
  pipVersion: answers(says('pip 23.2.1 from /usr/lib/python3/dist-packages/pip (python 3.11)\n')),
  compilerVersion: answers(says('g++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022\n')),
  download: async (args) => {
    await writeFile(join(args[args.indexOf('--dest') + 1]!, 'tensorflow_cpu.whl'), wheelContent);
    return says('Saved');
  },
  unpack: async ([, , , folder]) => {
    for (const { name, bytes } of smallWheel.libraries) {
      await mkdir(dirname(join(folder!, name)), { recursive: true });
      await writeFile(join(folder!, name), '*'.repeat(bytes));
    }
    return says('');
  },
  compile: writesOutput,
  link: writesOutput,
  selfTest: async (args) =>
    args.at(-1)!.endsWith('fused_step.node')
      ? says('{"kernels":"x86-64-v4","outputs":[8,0]}')
      : says('I0000 oneDNN is on\n{"tensorflow":"2.21.0","values":[7,10,15,22]}\n'),
  ownScript: answers(fails('ended with code 1', 'events:502\nError: getaddrinfo ENOTFOUND bucket.example\n    at x\n')),
};

export interface FakeMachine extends Machine {
  /** Jobs in the order in which they were run. */
  readonly jobs: Job[];
  readonly freed: { bytes: number };
}

/** A Linux machine whose cache lies in `home`, and whose commands do what the script says. */
export function fakeMachine(home: string, script: Partial<Script> = {}, facts: Partial<Machine> = {}): FakeMachine {
  const all = { ...goodScript, ...script };
  const jobs: Job[] = [];
  const freed = { bytes: 1e12 };
  return {
    env: {},
    home,
    platform: 'linux',
    arch: 'x64',
    glibc: '2.36',
    node: { path: '/usr/bin/node', version: 'v20.20.2' },
    pid: process.pid,
    jobs,
    freed,
    freeBytes: async () => freed.bytes,
    async run(command, args, options = {}) {
      const job = jobOf(command, args);
      jobs.push(job);
      options.signal?.throwIfAborted();
      const finished = await all[job](args, options);
      options.signal?.throwIfAborted();
      return finished;
    },
    ...facts,
  };
}

function jobOf(command: string, args: readonly string[]): Job {
  const line = args.join(' ');
  if (basename(command) === 'node') return line.includes('install.js') ? 'ownScript' : 'selfTest';
  if (line.startsWith('-m pip --version')) return 'pipVersion';
  if (line.startsWith('-m pip download')) return 'download';
  if (line === '--version') return 'compilerVersion';
  if (/python/.test(command)) return 'unpack';
  return args[0] === '-c' ? 'compile' : 'link';
}

/** An installed tfjs-node with nothing in it. */
export async function fakeTfjsNode(root: string): Promise<TfjsNode> {
  const modules = join(root, 'node_modules');
  const folder = join(modules, '@tensorflow', 'tfjs-node');
  for (const part of ['binding', 'scripts']) await mkdir(join(folder, part), { recursive: true });
  await mkdir(join(modules, '@mapbox', 'node-pre-gyp'), { recursive: true });
  const contents = {
    [join(folder, 'package.json')]: '{}',
    [join(folder, 'scripts', 'install.js')]: '',
    [join(modules, '@mapbox', 'node-pre-gyp', 'package.json')]: '{}',
  };
  for (const [path, content] of Object.entries(contents)) {
    if (!existsSync(path)) await writeFile(path, content); // once: setups that run side by side read it
  }
  return { folder, nodeHeaders: join(modules, 'node-api-headers', 'include') };
}

export const workOn = async (machine: Machine, more: Partial<Work> = {}): Promise<Work> => ({
  machine,
  tfjsNode: await fakeTfjsNode(machine.home),
  progress: silent,
  signal: undefined,
  ...more,
});
