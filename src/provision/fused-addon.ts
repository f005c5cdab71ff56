import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineError } from '../base/errors.js';
import { packageFile } from '../base/package-file.js';
import { lastLines, type Machine } from './machine.js';
import { recordOf } from './manifest.js';
import { cacheFolder, type Place } from './native-location.js';
import type { Work } from './road.js';
import { makeStaging, sweepStaging } from './staging.js';
import { findCompiler, type Tool } from './toolchain.js';

/** The sources, in the package itself. */
const sourceFolder = fileURLToPath(packageFile('native/fused'));
const addonName = 'fused_step.node';
const slowestMs = 5 * 60_000;

/** One compile of kernels.cc: its name, and the flags that choose the instructions and the size of the registers. */
interface InstructionSet {
  readonly name: string;
  readonly table: string;
  readonly flags: readonly string[];
  /** Floats in a register, and rows of a product that are held in registers. */
  readonly vector: number;
  readonly rows: number;
}

/** The best that the processor has is chosen at run time (dispatch.cc), so a home folder may be shared by machines. */
const instructionSets: Readonly<Partial<Record<string, readonly InstructionSet[]>>> = {
  x64: [
    {
      name: 'x86-64-v4',
      table: 'kernels_v4',
      flags: ['-march=x86-64-v4', '-mprefer-vector-width=512'],
      vector: 16,
      rows: 12,
    },
    { name: 'x86-64-v3', table: 'kernels_v3', flags: ['-march=x86-64-v3'], vector: 8, rows: 6 },
    { name: 'x86-64', table: 'kernels_v2', flags: [], vector: 4, rows: 6 },
  ],
  arm64: [{ name: 'arm64', table: 'kernels_plain', flags: [], vector: 4, rows: 6 }],
};

/** Flags of every file; those of the kernels let products and sums be one instruction, all others round each. */
const common = ['-std=c++17', '-fPIC', '-DNAPI_VERSION=8'];
const plain = ['-O2', '-ffp-contract=off'];
const kernel = ['-O3', '-ffp-contract=fast'];

export const fusedRoot = (place: Place): string => join(cacheFolder(place), 'fused');

/** Named by its sources and flags: another version of lr-tool never meets it, so what lies there always fits. */
export function fusedPath(place: Place): string {
  const hash = createHash('sha256').update(JSON.stringify([instructionSets, common, plain, kernel]));
  for (const name of sourceNames()) hash.update(name).update(readFileSync(join(sourceFolder, name)));
  return join(fusedRoot(place), `${hash.digest('hex').slice(0, 16)}-${place.platform}-${place.arch}`, addonName);
}

const sourceNames = () => readdirSync(sourceFolder).sort();

/** The addon of this version of lr-tool for this machine, or null. */
export function findFused(place: Place): string | null {
  const path = fusedPath(place);
  return existsSync(path) ? path : null;
}

/** The sha256 of what was compiled, beside it. */
const hashPath = (addon: string) => `${addon}.sha256`;

/** Whether the addon is no longer what was compiled; one that was compiled before hashes were kept counts as it is. */
export async function fusedChanged(addon: string): Promise<boolean> {
  if (!existsSync(hashPath(addon))) return false;
  return (await recordOf(addon)).sha256 !== readFileSync(hashPath(addon), 'utf8').trim();
}

export interface FusedSetup {
  readonly outcome: 'already' | 'built';
  readonly path: string;
  /** The instruction set in use. */
  readonly kernels: string;
}

/**
 * Compiles the fused kernels into the user's cache unless they are there and work.
 *
 * @throws machineError SETUP_UNSUPPORTED (another processor), SETUP_NO_COMPILER, SETUP_COMPILE, SETUP_SELF_TEST,
 *   CACHE_NOT_WRITABLE
 */
export async function setupFused(
  work: Omit<Work, 'tfjsNode'>,
  nodeHeaders: string,
  request: FusedRequest,
): Promise<FusedSetup> {
  const { machine, progress, signal } = work;
  const path = fusedPath(machine);
  const root = fusedRoot(machine);
  await sweepStaging(root, request.now);
  if (!request.force && existsSync(path) && !(await fusedChanged(path))) {
    const test = await testFused(machine, path, signal);
    if (test.ok) return { outcome: 'already', path, kernels: test.kernels };
  }
  const sets = instructionSets[machine.arch];
  if (sets === undefined || machine.platform === 'win32') {
    throw machineError('SETUP_UNSUPPORTED', `there are no fused kernels for ${machine.platform} ${machine.arch}`);
  }
  const compiler = await findCompiler(machine);
  const staging = await makeStaging(root, machine.pid);
  try {
    progress.begin(`compiling the fused kernels with ${compiler.command} ${compiler.version}`);
    const built = await compile(machine, { compiler, sets, nodeHeaders, staging, signal });
    const test = await testFused(machine, built, signal);
    if (!test.ok) throw machineError('SETUP_SELF_TEST', `the fused kernels were built and do not work: ${test.why}`);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(hashPath(path), `${(await recordOf(built)).sha256}\n`);
    await rename(built, path); // in one step: nobody sees half of it
    progress.end(test.kernels);
    return { outcome: 'built', path, kernels: test.kernels };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

export interface FusedRequest {
  /** Builds again what works already. */
  readonly force: boolean;
  readonly now: number;
}

/** Removes the kernels of all versions. False where there were none. */
export async function removeFused(place: Place): Promise<boolean> {
  if (!existsSync(fusedRoot(place))) return false;
  await rm(fusedRoot(place), { recursive: true });
  return true;
}

interface Job {
  readonly compiler: Tool;
  readonly sets: readonly InstructionSet[];
  readonly nodeHeaders: string;
  readonly staging: string;
  readonly signal: AbortSignal | undefined;
}

async function compile(machine: Machine, { compiler, sets, nodeHeaders, staging, signal }: Job): Promise<string> {
  const call = async (what: string, args: readonly string[]) => {
    const end = await machine.run(compiler.command, args, { env: { TMPDIR: staging }, signal, timeoutMs: slowestMs });
    if (end.ok) return;
    throw machineError(
      'SETUP_COMPILE',
      `compiling ${what} failed: ${compiler.command} ${end.why}\n${lastLines(end.output)}`,
      { hint: 'set CXX to another C++17 compiler and run lr-tool setup again; everything works without it, slower' },
    );
  };
  const units = [
    ...sets.map(({ name, table, flags, vector, rows }) => ({
      source: 'kernels.cc',
      object: `${table}.o`,
      flags: [
        ...kernel,
        ...flags,
        ...[`-DVECTOR=${vector}`, `-DROWS=${rows}`, `-DKERNELS=${table}`, `-DKERNELS_NAME="${name}"`],
      ],
    })),
    ...sourceNames()
      .filter((name) => name.endsWith('.cc') && name !== 'kernels.cc')
      .map((source) => ({ source, object: `${source}.o`, flags: [...plain, `-I${nodeHeaders}`] })),
  ];
  const objects = units.map(({ object }) => join(staging, object));
  await Promise.all(
    units.map(({ source, flags }, i) =>
      call(source, ['-c', ...common, ...flags, join(sourceFolder, source), '-o', objects[i]!]),
    ),
  );
  const built = join(staging, addonName);
  const link =
    machine.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,-z,now', '-pthread'];
  await call(addonName, [...link, ...objects, '-o', built]);
  return built;
}

/** [[1, 2]] times [[1, 2], [3, 4]], plus [1, -20], and relu of it, through the addon. */
const selfTest = `
const { argv, stdout } = require('node:process');
const addon = require(argv[1]);
const inputs = { values: Float32Array.of(1, 2), size: 2, multiply: 1, add: 0 };
const dense = { kind: 'dense', inputs: 2, units: 2, weight: 0, bias: 1, relu: true };
const outputs = new Float32Array(2);
const weights = [Float32Array.of(1, 2, 3, 4), Float32Array.of(1, -20)];
addon.forward(addon.open(inputs, [dense], 1, 2), Int32Array.of(0), weights, new Int32Array(0), false, outputs);
stdout.write(JSON.stringify({ kernels: addon.kernels(), outputs: [...outputs] }));
`;

type FusedTest = { readonly ok: true; readonly kernels: string } | { readonly ok: false; readonly why: string };

/** In a process of its own: an addon that does not fit the processor ends its process. */
export async function testFused(machine: Machine, path: string, signal?: AbortSignal): Promise<FusedTest> {
  const end = await machine.run(machine.node.path, ['-e', selfTest, path], { signal, timeoutMs: slowestMs });
  if (!end.ok) return { ok: false, why: `the process that opened it ${end.why}\n${lastLines(end.output)}` };
  const found = /\{"kernels":"([^"]+)","outputs":\[8,0\]\}/.exec(end.output);
  return found ? { ok: true, kernels: found[1]! } : { ok: false, why: `it gave ${lastLines(end.output)}` };
}
