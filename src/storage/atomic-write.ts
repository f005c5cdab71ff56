import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { type ErrorDetails, machineError, reasonOf } from '../base/errors.js';
import { type Files, systemFiles } from './files.js';

const temporaryName = /^\.[0-9a-f-]{36}\.tmp$/;

/** Most bytes that are read back at once. */
const chunkBytes = 1 << 20;

/**
 * Writes a file whole or not at all: a temporary file in the same folder, synced, every byte read back and compared, then
 * renamed, and the folder synced, so that the name outlives a power cut too.
 * A reader never sees half a file, and a full disk never costs the old one.
 *
 * @throws machineError WRITE_FAILED naming the path, and on a full disk the bytes needed and free; the temporary file is
 * removed
 */
export async function atomicWrite(
  path: string,
  content: string | Uint8Array,
  files: Files = systemFiles,
): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, bytes, files);
    await requireSame(temporary, bytes, files);
    await files.rename(temporary, path);
  } catch (cause) {
    await files.unlink(temporary).catch(() => undefined); // it may never have come to be; the first error is the one to tell
    throw await notWritten(path, bytes.length, cause, files);
  }
  try {
    await syncFolder(folder, files);
  } catch (cause) {
    throw machineError('WRITE_FAILED', `${path} is written, but may not outlive a power cut: ${reasonOf(cause)}`, {
      hint: 'look after that disk',
      cause,
    });
  }
}

async function writeSynced(path: string, bytes: Uint8Array, files: Files): Promise<void> {
  const file = await files.open(path, 'wx');
  try {
    for (let done = 0; done < bytes.length; ) {
      const taken = await file.write(bytes.subarray(done));
      if (taken === 0) throw new Error(`only ${done} of ${bytes.length} bytes were taken`);
      done += taken;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Error: where the file does not hold these bytes, and no others. */
async function requireSame(path: string, bytes: Uint8Array, files: Files): Promise<void> {
  const file = await files.open(path, 'r');
  try {
    const chunk = new Uint8Array(Math.min(chunkBytes, bytes.length + 1)); // 1 more, to see what is too much
    let done = 0;
    for (;;) {
      const came = await file.read(chunk, done);
      if (came === 0) break;
      if (Buffer.compare(chunk.subarray(0, came), bytes.subarray(done, done + came)) !== 0) {
        throw new Error(`after byte ${done} it reads back other than it was written`);
      }
      done += came;
    }
    if (done !== bytes.length) throw new Error(`only ${done} of ${bytes.length} bytes arrived`);
  } finally {
    await file.close();
  }
}

async function notWritten(path: string, needed: number, cause: unknown, files: Files) {
  const details: ErrorDetails = {
    hint: 'free space or choose another place; what was there before is untouched',
    cause,
  };
  const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
  const free = full ? await files.freeBytes(dirname(path)).catch(() => null) : null; // a folder that is gone has none
  const why = free === null ? reasonOf(cause) : `no space is left: ${needed} bytes are needed, ${free} are free`;
  return machineError('WRITE_FAILED', `could not write ${path}: ${why}`, details);
}

/** Makes the names in a folder outlive a power cut. Not every system opens or syncs folders: there it has to be enough. */
export async function syncFolder(path: string, files: Files): Promise<void> {
  const folder = await files.open(path, 'r').catch(unless('EISDIR', 'EPERM', 'EACCES')); // Windows
  try {
    await folder?.sync().catch(unless('EINVAL', 'ENOTSUP', 'EPERM')); // network file systems
  } finally {
    await folder?.close();
  }
}

const unless =
  (...codes: readonly string[]) =>
  (error: NodeJS.ErrnoException): null => {
    if (codes.includes(error.code ?? '')) return null;
    throw error;
  };

/** Removes what killed processes left half-written in a folder. To be called by its only writer. */
export async function sweepTemporaries(folder: string, files: Files = systemFiles): Promise<void> {
  const names = (await files.readdir(folder).catch(unless('ENOENT'))) ?? [];
  for (const name of names) if (temporaryName.test(name)) await files.unlink(join(folder, name));
}
