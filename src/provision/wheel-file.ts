import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { machineError } from '../base/errors.js';
import { lastLines } from './machine.js';
import type { Work } from './road.js';
import type { Tool } from './toolchain.js';
import type { Wheel } from './wheel.js';

const stallMs = 90_000; // pip itself waits and tries again for most of a minute

/** What people call it: "tensorflow-cpu 2.21.0". */
export const nameOf = ({ project, version }: Wheel) => `${project} ${version}`;

/**
 * Fetches the wheel with pip, so that its index, proxies and certificates are those of the user.
 *
 * @returns the path of the file, not yet to be trusted
 * @throws machineError SETUP_DOWNLOAD with the end of what pip said
 */
export async function downloadWheel(
  wheel: Wheel,
  pip: Tool,
  folder: string,
  { machine, progress, signal }: Work,
): Promise<string> {
  await mkdir(folder);
  // The Python named here only selects the file: its libraries are the same for every Python that pip may run in.
  const python = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--platform', wheel.tag];
  const quietly = ['--no-cache-dir', '--progress-bar', 'off', '--no-input', '--disable-pip-version-check'];
  const what = ['--no-deps', '--only-binary=:all:', ...python, '--dest', folder, `${wheel.project}==${wheel.version}`];
  const end = await machine.run(pip.command, ['-m', 'pip', 'download', ...quietly, ...what], {
    env: { TMPDIR: folder, TEMP: folder }, // pip fetches into a temporary folder first: here its growth can be watched
    signal,
    stallMs,
    watch: { folder, onBytes: (bytes) => progress.bytes(Math.min(bytes, wheel.bytes), wheel.bytes) },
  });
  const files = end.ok ? (await readdir(folder)).filter((name) => name.endsWith('.whl')) : [];
  if (end.ok && files.length === 1) return join(folder, files[0]!);
  const why = end.ok ? `pip left ${files.length} wheels` : `pip ${end.why}`;
  throw machineError('SETUP_DOWNLOAD', `could not fetch ${nameOf(wheel)}: ${why}\n${lastLines(end.output)}`, {
    hint: 'check the network, the proxy and the package index of pip, then run lr-tool setup again',
  });
}

/** Python's zipfile streams: the largest file has 800 MB. It checks the CRC of each. */
const unpackSource = `
import sys, zipfile
wheel, folder, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if not member.is_dir() and any(member.filename.startswith(name) for name in wanted):
            archive.extract(member, folder)
`;

/**
 * Takes the libraries and headers out of the wheel, under their names.
 *
 * @throws machineError SETUP_UNPACK
 */
export async function unpackWheel(file: string, wheel: Wheel, pip: Tool, folder: string, work: Work): Promise<void> {
  const { machine, progress, signal } = work;
  const wanted = [...wheel.libraries.map(({ name }) => name), ...wheel.headers];
  const total = wheel.libraries.reduce((sum, { bytes }) => sum + bytes, 0);
  await mkdir(folder);
  const end = await machine.run(pip.command, ['-c', unpackSource, file, folder, ...wanted], {
    signal,
    stallMs,
    watch: { folder, onBytes: (bytes) => progress.bytes(Math.min(bytes, total), total) },
  });
  if (!end.ok)
    throw machineError('SETUP_UNPACK', `could not unpack ${basename(file)}: ${end.why}\n${lastLines(end.output)}`);
  for (const { name, bytes } of wheel.libraries) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.size === bytes) continue;
    throw machineError('SETUP_UNPACK', `${name} has ${found?.size ?? 'no'} bytes instead of ${bytes} after unpacking`);
  }
}
