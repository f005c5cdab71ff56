import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { machineError } from '../base/errors.js';
import { lastLines } from './machine.js';
import type { Built, Road, Work } from './road.js';
import { ownBinding } from './tfjs-node.js';

/**
 * The install script of tfjs-node itself, run in a copy of the package: node_modules stays as it is, and the result is
 * tested before anything uses it. The script checks no hash and no HTTP status (tfjs#8742), and builds with node-gyp
 * where the addon is not to be had.
 */
export const packageRoad: Road = {
  name: 'package',
  summary: "tfjs-node's own download (TensorFlow 2.9.1, no checksum announced)",
  async plan(work) {
    const { platform, glibc } = work.machine;
    if (platform === 'linux' && glibc === null) {
      throw machineError(
        'SETUP_UNSUPPORTED',
        'the binaries of tfjs-node need glibc, and this system has another C library',
      );
    }
    return {
      steps: ["run tfjs-node's own install script in a copy of the package"],
      downloadBytes: 0,
      diskBytes: 700e6, // about 100 MB packed, 400 MB unpacked
      build: (folder) => build(folder, work),
    };
  },
};

const stallMs = 20_000; // the script itself knows no time limit

async function build(folder: string, { machine, tfjsNode, progress, signal }: Work): Promise<Built> {
  const copy = join(folder, 'package');
  const link = join(folder, 'node_modules');
  progress.begin("asking tfjs-node's own download");
  await mkdir(copy);
  for (const name of ['package.json', 'binding.gyp', 'binding', 'scripts', 'node_modules']) {
    const part = join(tfjsNode.folder, name); // of its own node_modules, the package may have none
    if (existsSync(part)) await cp(part, join(copy, name), { recursive: true });
  }
  await symlink(modulesOf(tfjsNode.folder), link, 'junction');

  const separator = machine.platform === 'win32' ? ';' : ':';
  const end = await machine.run(machine.node.path, [join('scripts', 'install.js')], {
    cwd: copy,
    env: { PATH: [nodePreGypFolder(tfjsNode.folder), machine.env['PATH'] ?? ''].join(separator) },
    signal,
    stallMs,
    watch: { folder: copy, onBytes: (bytes) => progress.bytes(bytes, 0) },
  });
  const binding = ownBinding(copy);
  if (!end.ok || binding === null) {
    const why = end.ok ? 'it left no binding' : (/^.*Error: (.+)$/m.exec(end.output)?.[1] ?? `its script ${end.why}`);
    throw machineError('SETUP_DOWNLOAD', `tfjs-node's own download does not work: ${why}\n${lastLines(end.output)}`);
  }

  const kept = join(folder, 'kept');
  for (const part of [dirname(binding), join(copy, 'deps', 'lib')]) {
    const target = join(kept, relative(copy, part));
    await mkdir(dirname(target), { recursive: true });
    await rename(part, target);
  }
  await rm(link);
  await rm(copy, { recursive: true });
  await rename(kept, copy); // the same depth: the addon looks for the libraries in ../../deps/lib
  progress.end('done');
  return { binding: relative(folder, binding).split(sep).join('/'), quiet: null, session: null, compiler: null };
}

/** The script calls `node-pre-gyp` by its name. */
const nodePreGypFolder = (packageFolder: string): string =>
  join(dirname(createRequire(join(packageFolder, 'package.json')).resolve('@mapbox/node-pre-gyp/package.json')), 'bin');

/** The node_modules that the dependencies of the package lie in. */
function modulesOf(packageFolder: string): string {
  const marker = `${sep}node_modules${sep}`;
  const at = packageFolder.lastIndexOf(marker);
  return packageFolder.slice(0, at + marker.length - 1);
}
