import { type Stats, statSync } from 'node:fs';
import { access, constants, realpath, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { machineError, reasonOf, userError } from '../base/errors.js';
import { atomicWrite } from './atomic-write.js';
import { type Files, systemFiles } from './files.js';

/**
 * Checks before the work that a file which the user named will be writable after it.
 *
 * @throws userError OUT_IS_FOLDER where it is a folder, OUT_NO_FOLDER where its folder is missing, OUT_NAME where no file
 * can be called so
 * @throws machineError WRITE_FAILED where it, or its folder, is closed to us
 */
export async function requireWritable(path: string): Promise<void> {
  const there = lookedAt(path);
  if (there?.isDirectory()) {
    throw userError('OUT_IS_FOLDER', `${path} is a folder`, { hint: 'name a file in it' });
  }
  const folder = dirname(there?.isFile() ? await realpath(path) : path);
  if (!lookedAt(folder)?.isDirectory()) {
    throw userError('OUT_NO_FOLDER', `${path} cannot be written: there is no folder ${folder}`, {
      hint: 'make the folder first, or name a file elsewhere',
    });
  }
  try {
    await access(isStream(there) ? path : folder, constants.W_OK);
  } catch (cause) {
    throw machineError('WRITE_FAILED', `${path} cannot be written: ${reasonOf(cause)}`, {
      hint: 'name a file in a folder that can be written',
      cause,
    });
  }
}

/**
 * Writes a file that the user named: checked as by `requireWritable`, whole as by `atomicWrite`. What a shell would do
 * with > is done here: a link stays, and the file that it leads to is written; a device or a pipe (/dev/stdout,
 * /dev/null) takes the text and stays what it is, where a rename would put a file in its place.
 */
export async function writeNamedFile(
  path: string,
  content: string | Uint8Array,
  files: Files = systemFiles,
): Promise<void> {
  await requireWritable(path);
  const there = lookedAt(path);
  if (!isStream(there)) return atomicWrite(there === undefined ? path : await realpath(path), content, files);
  await writeFile(path, content).catch((cause: unknown) => {
    throw machineError('WRITE_FAILED', `could not write ${path}: ${reasonOf(cause)}`, {
      hint: 'name a file',
      cause,
    });
  });
}

/** Undefined where there is nothing, or nothing that we may see: what follows says why. */
function lookedAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (!['ENAMETOOLONG', 'ELOOP'].includes(code)) return undefined;
    throw userError('OUT_NAME', `${path} cannot be written: ${reasonOf(cause)}`, { hint: 'name another file', cause });
  }
}

const isStream = (there: Stats | undefined): boolean => there !== undefined && !there.isFile() && !there.isDirectory();
