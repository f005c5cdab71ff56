import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { machineError } from '../base/errors.js';
import { lastLines, type Machine } from './machine.js';
import { quietStderrSource } from './quiet-stderr.js';
import { sessionAddonSource } from './session-addon.js';
import type { Tool } from './toolchain.js';

export interface Compilation {
  readonly compiler: Tool;
  /** Holds tfjs_backend.cc and tfjs_binding.cc of tfjs-node. */
  readonly sources: string;
  readonly includes: readonly string[];
  /** Where TensorFlow's libraries lie, and the addons are put. */
  readonly folder: string;
  readonly libraries: readonly string[];
  /** An empty folder for what is of no use afterwards. */
  readonly scratch: string;
  readonly signal: AbortSignal | undefined;
}

/** The addons, by name. */
export const addonNames = {
  binding: 'tfjs_binding.node',
  quiet: 'quiet_stderr.node',
  session: 'tf_session.node',
} as const;

const slowestMs = 15 * 60_000;

/**
 * Compiles tfjs-node's own binding, the addon that keeps it quiet, and the one that runs graphs, beside TensorFlow's
 * libraries. They find those in the folder that they lie in themselves, wherever it is moved.
 *
 * @throws machineError SETUP_COMPILE with the end of what the compiler said
 */
export async function compileAddons(machine: Machine, job: Compilation): Promise<void> {
  const { compiler, sources, includes, folder, libraries, scratch, signal } = job;
  const call = async (what: string, args: readonly string[]) => {
    const env = { TMPDIR: scratch };
    const end = await machine.run(compiler.command, args, { env, signal, timeoutMs: slowestMs });
    if (end.ok) return;
    throw machineError(
      'SETUP_COMPILE',
      `compiling ${what} failed: ${compiler.command} ${end.why}\n${lastLines(end.output)}`,
      {
        hint: 'set CXX to another C++17 compiler and run lr-tool setup again; the wasm engine works without it',
      },
    );
  };
  const flags = ['-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8', ...includes.map((path) => `-I${path}`)];
  const quietSource = join(scratch, 'quiet_stderr.cc');
  await writeFile(quietSource, quietStderrSource);
  const sessionSource = join(scratch, 'tf_session.cc');
  await writeFile(sessionSource, sessionAddonSource);
  const units = [join(sources, 'tfjs_backend.cc'), join(sources, 'tfjs_binding.cc'), quietSource, sessionSource];
  const objectOf = (unit: string) => join(scratch, `${basename(unit)}.o`);
  await Promise.all(units.map((unit) => call(basename(unit), ['-c', ...flags, unit, '-o', objectOf(unit)])));

  const [backend, binding, quiet, session] = units.map(objectOf) as [string, string, string, string];
  const linker = linkers[machine.platform];
  if (!linker) throw machineError('SETUP_UNSUPPORTED', `lr-tool cannot compile for ${machine.platform}`);
  const { addon, library } = linker;
  const link = (name: string, objects: readonly string[]) =>
    call(name, [...addon, ...objects, '-o', join(folder, name)]);
  const stubs = await Promise.all(libraries.map((name) => library({ name, folder, scratch, call })));
  await link(addonNames.binding, [backend, binding, ...stubs]);
  await link(addonNames.quiet, [quiet]);
  await link(addonNames.session, [session, ...stubs]);
}

interface LibraryJob {
  readonly name: string;
  readonly folder: string;
  readonly scratch: string;
  readonly call: (what: string, args: readonly string[]) => Promise<void>;
}

interface Linker {
  /** Flags that make an addon. */
  readonly addon: readonly string[];
  /** What to link in place of a library. */
  readonly library: (job: LibraryJob) => Promise<string>;
}

const linkers: Readonly<Partial<Record<NodeJS.Platform, Linker>>> = {
  linux: {
    // `now`: a symbol that the libraries lack is found by the self-test and not in the middle of a run.
    addon: ['-shared', '-Wl,-z,now', '-Wl,--no-as-needed', '-Wl,-rpath,$ORIGIN'],
    // An empty library of the same name: linking against the real one reads 788 MB and takes 10 s, this 0.3 s.
    async library({ name, scratch, call }) {
      const stubs = join(scratch, 'stubs');
      await mkdir(stubs, { recursive: true });
      const source = join(stubs, `${name}.cc`);
      await writeFile(source, '');
      await call(name, ['-shared', '-fPIC', `-Wl,-soname,${name}`, source, '-o', join(stubs, name)]);
      return join(stubs, name);
    },
  },
  darwin: {
    addon: ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path'],
    library: async ({ name, folder }) => join(folder, name),
  },
};
