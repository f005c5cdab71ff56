import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { access, constants, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { machineError, reasonOf, userError } from '../base/errors.js';

const temporaryName = /^\.[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file whole or not at all: a temporary file in the same folder, synced, its size checked, then renamed,
 * and the folder synced, so that the name outlives a power cut too.
 * A reader never sees half a file, and a full disk never costs the old one.
 *
 * @throws machineError WRITE_FAILED naming the path; the temporary file is removed
 */
export async function atomicWrite(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const { size } = await stat(temporary);
    if (size !== bytes.length) throw new Error(`only ${size} of ${bytes.length} bytes arrived`);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await unlink(temporary).catch(() => undefined); // it may never have come to be; the first error is the one to tell
    throw machineError('WRITE_FAILED', `could not write ${path}: ${reasonOf(cause)}`, {
      hint: 'free space or choose another place; what was there before is untouched',
      cause,
    });
  }
}

/** Not every system opens folders (Windows does not): there the rename has to be enough. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (['EISDIR', 'EPERM', 'EACCES'].includes(error.code ?? '')) return null;
    throw error;
  });
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

/** Removes what killed processes left half-written in a folder. To be called by its only writer. */
export async function sweepTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) if (temporaryName.test(name)) await unlink(join(folder, name));
}

/**
 * Checks before the work that a file will be writable after it.
 *
 * @throws userError OUT_IS_FOLDER where it is a folder, OUT_NO_FOLDER where its folder is missing
 * @throws machineError WRITE_FAILED where its folder is closed to us
 */
export async function requireWritable(path: string): Promise<void> {
  const isFolder = (place: string) => statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder(path)) {
    throw userError('OUT_IS_FOLDER', `${path} is a folder`, { hint: 'name a file in it' });
  }
  if (!isFolder(dirname(path))) {
    throw userError('OUT_NO_FOLDER', `${path} cannot be written: there is no folder ${dirname(path)}`, {
      hint: 'make the folder first, or name a file elsewhere',
    });
  }
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw machineError('WRITE_FAILED', `${path} cannot be written: ${reasonOf(cause)}`, {
      hint: 'name a file in a folder that can be written',
      cause,
    });
  }
}

/** Writes a file that the user named: checked as by `requireWritable`, whole as by `atomicWrite`. */
export async function writeNamedFile(path: string, content: string): Promise<void> {
  await requireWritable(path);
  await atomicWrite(path, content);
}
