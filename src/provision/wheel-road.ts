import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { machineError } from '../base/errors.js';
import { addonNames, compileAddons } from './compile.js';
import type { Machine } from './machine.js';
import { recordOf } from './manifest.js';
import { formatBytes } from './progress.js';
import type { Built, Road, Work } from './road.js';
import { findCompiler, findPip, type Tool } from './toolchain.js';
import { type Wheel, wheels } from './wheel.js';
import { downloadWheel, nameOf, unpackWheel } from './wheel-file.js';

/** TensorFlow's libraries out of its Python wheel, and a compile of tfjs-node's binding against them. */
export const wheelRoad = (known: readonly Wheel[] = wheels): Road => ({
  name: 'wheel',
  summary: 'the libraries in the TensorFlow wheel, and a compile of the binding',
  async plan(work) {
    const wheel = wheelFor(work.machine, known);
    const compiler = await findCompiler(work.machine);
    const pip = await findPip(work.machine);
    const unpacked = wheel.libraries.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      steps: [
        `fetch ${nameOf(wheel)} (${formatBytes(wheel.bytes)}) with ${pip.command} and pip ${pip.version}`,
        `compare its sha256 with ${wheel.sha256}`,
        `unpack ${wheel.libraries.map(({ name }) => basename(name)).join(' and ')} (${formatBytes(unpacked)})`,
        `compile the binding of ${work.tfjsNode.folder} with ${compiler.command} ${compiler.version}`,
      ],
      downloadBytes: wheel.bytes,
      diskBytes: wheel.bytes + unpacked + headroom,
      build: (folder) => build(folder, wheel, { pip, compiler }, work),
    };
  },
});

const headroom = 50e6; // headers, objects, what compilers leave in between

interface Tools {
  readonly pip: Tool;
  readonly compiler: Tool;
}

async function build(folder: string, wheel: Wheel, { pip, compiler }: Tools, work: Work): Promise<Built> {
  const { machine, tfjsNode, progress, signal } = work;
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);

  progress.begin(`fetching ${nameOf(wheel)}`);
  const file = await downloadWheel(wheel, pip, join(scratch, 'download'), work);
  progress.end(formatBytes(wheel.bytes));

  progress.begin('comparing its sha256');
  const { bytes, sha256 } = await recordOf(file, signal);
  if (sha256 !== wheel.sha256) {
    throw machineError(
      'SETUP_HASH',
      `${basename(file)} (${bytes} bytes) has sha256 ${sha256} instead of ${wheel.sha256}`,
      {
        hint: 'what your package index delivers is not the file that lr-tool was tested with; nothing of it was used',
      },
    );
  }
  progress.end('as expected');

  progress.begin('unpacking the libraries');
  await unpackWheel(file, wheel, pip, join(scratch, 'wheel'), work);
  await rm(file);
  for (const { name } of wheel.libraries) await rename(join(scratch, 'wheel', name), join(folder, basename(name)));
  progress.end(formatBytes(wheel.libraries.reduce((sum, library) => sum + library.bytes, 0)));

  progress.begin(`compiling the binding with ${compiler.command} ${compiler.version}`);
  await compileAddons(machine, {
    compiler,
    sources: join(tfjsNode.folder, 'binding'),
    includes: [tfjsNode.nodeHeaders, join(scratch, 'wheel', 'tensorflow', 'include')],
    folder,
    libraries: wheel.libraries.map(({ name }) => basename(name)),
    scratch,
    signal,
  });
  await rm(scratch, { recursive: true });
  progress.end('done');
  return { ...addonNames, compiler: `${compiler.command} ${compiler.version}` };
}

/** @throws machineError SETUP_UNSUPPORTED */
export function wheelFor({ platform, arch, glibc }: Machine, known: readonly Wheel[]): Wheel {
  const wheel = known.find((candidate) => candidate.platform === platform && candidate.arch === arch);
  const hint = 'use the wasm engine (--backend wasm): it needs nothing';
  if (!wheel) {
    const names = known.map((candidate) => `${candidate.platform} ${candidate.arch}`).join(', ');
    throw machineError('SETUP_UNSUPPORTED', `no TensorFlow wheel for ${platform} ${arch}; there is one for ${names}`, {
      hint,
    });
  }
  if (wheel.glibc && (glibc === null || isOlder(glibc, wheel.glibc))) {
    const have = glibc === null ? 'this system has another C library (musl)' : `this system has ${glibc}`;
    throw machineError('SETUP_UNSUPPORTED', `TensorFlow needs glibc ${wheel.glibc} or later, and ${have}`, { hint });
  }
  return wheel;
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
