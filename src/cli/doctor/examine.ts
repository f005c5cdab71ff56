import { availableParallelism, cpus, totalmem } from 'node:os';
import { version } from '../../base/version.js';
import { loadEngine } from '../../engine/load.js';
import { bytesUnder } from '../../provision/files.js';
import { checkFolder } from '../../provision/folder-check.js';
import { findFused, fusedChanged } from '../../provision/fused-addon.js';
import type { Machine } from '../../provision/machine.js';
import { changedFiles } from '../../provision/manifest.js';
import { cacheFolder, findNative, nativeFolder } from '../../provision/native-location.js';
import { coresOf, type InstalledPackage, installedPackages } from '../../provision/packages.js';
import { ownBinding } from '../../provision/tfjs-node.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { wantsColor } from '../terminal/colors.js';
import { terminalWidth } from '../terminal/width.js';
import { checkBackends, type Probe } from './backend-check.js';
import type { DoctorReport, NativeFacts, SystemFacts, TerminalFacts } from './report.js';

/** Looks at everything that decides whether lr-tool works here, and how fast. Changes nothing. */
export async function examine(io: Io, machine: Machine, load: Probe['load'] = loadEngine): Promise<DoctorReport> {
  const packages = installedPackages();
  const own = ownBindingOf(packages);
  const native = await nativeFacts(machine, own);
  return {
    kind: 'lr-tool/doctor',
    version: 1,
    tool: version,
    system: await systemFacts(machine),
    backends: await checkBackends({ machine, ownBinding: own, load, now: () => io.elapsed() }),
    native: native.facts,
    packages,
    terminal: terminalFacts(io),
    folders: {
      cache: await checkFolder(cacheFolder(machine), machine),
      runs: await checkFolder(runsFolder(io), machine),
    },
    warnings: [...changeWarnings(native), ...(await fusedWarnings(native)), ...copyWarnings(packages)],
  };
}

const threadVariables = ['LR_TOOL_THREADS', 'TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS'];

async function systemFacts({ node, platform, arch, glibc, env, run }: Machine): Promise<SystemFacts> {
  const npm = await run('npm', ['--version'], { timeoutMs: 20_000 });
  return {
    node: node.version.replace(/^v/, ''),
    npm: npm.ok ? (/^\d+\.\d+\.\d+\S*/m.exec(npm.output)?.[0] ?? null) : null,
    platform,
    arch,
    libc: glibc !== null ? `glibc ${glibc}` : platform === 'linux' ? 'not glibc (musl)' : null,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    threads: Object.fromEntries(threadVariables.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
}

interface NativeFinding {
  readonly facts: NativeFacts;
  readonly changed: readonly string[];
}

async function nativeFacts(machine: Machine, own: string | null): Promise<NativeFinding> {
  const folder = nativeFolder(machine);
  const found = findNative(machine);
  const bytes = await bytesUnder(folder);
  const fused = findFused(machine);
  if (!found.ok) {
    const { state, why } = found;
    return { facts: { folder, state, why, origin: null, compiler: null, bytes, own, fused }, changed: [] };
  }
  const changed = await changedFiles(folder, found.manifest);
  const { origin, compiler } = found.manifest;
  const why = changed.length === 0 ? null : `${changed.join(', ')} differ from what was built`;
  const state = changed.length === 0 ? 'provisioned' : 'changed';
  return { facts: { folder, state, why, origin, compiler, bytes, own, fused }, changed };
}

function ownBindingOf(packages: readonly InstalledPackage[]): string | null {
  const folder = packages.find(({ name }) => name === '@tensorflow/tfjs-node')?.folder;
  return folder ? ownBinding(folder) : null;
}

const changeWarnings = ({ facts, changed }: NativeFinding) =>
  changed.map((name) => ({
    code: 'W020',
    message: `${name} in ${facts.folder} is not the file that was set up (sha256 differs); type: lr-tool setup`,
  }));

async function fusedWarnings({ facts: { fused } }: NativeFinding) {
  if (fused === null || !(await fusedChanged(fused))) return [];
  return [{ code: 'W020', message: `${fused} is not what was compiled (sha256 differs); type: lr-tool setup` }];
}

function copyWarnings(packages: readonly InstalledPackage[]) {
  const cores = coresOf(packages);
  if (cores.length < 2) return [];
  return [
    { code: 'W021', message: `tfjs-core is installed ${cores.length} times (${cores.join(', ')}); type: npm dedupe` },
  ];
}

function terminalFacts({ out, err, env, platform }: Io): TerminalFacts {
  const kindOf = (stream: typeof out) => (stream.isTTY ? 'terminal' : 'file or pipe');
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return {
    stdout: kindOf(out),
    stderr: kindOf(err),
    width: terminalWidth(env, out.columns),
    color: wantsColor({ flag: undefined, env, isTTY: out.isTTY }),
    unicode: platform === 'win32' ? env['WT_SESSION'] !== undefined : /utf-?8/i.test(locale),
  };
}
