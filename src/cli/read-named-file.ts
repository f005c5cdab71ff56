import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import { reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';

/** What a command reads, for messages. */
export interface Wanted {
  /** 'report', 'file'. */
  readonly noun: string;
  readonly hint: string;
}

/** A file that was named on the command line. */
export interface NamedFile {
  /** As typed, or 'standard input'. */
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** The file that a path names, or the report in that run folder; - is standard input, as text. Error: FILE_MISSING. */
export async function readNamedFile(name: string, { noun, hint }: Wanted, io: Io): Promise<NamedFile> {
  if (name === '-') return { where: 'standard input', bytes: new TextEncoder().encode(await io.readStdin()) };
  const path = resolve(io.cwd, name);
  try {
    const isFolder = (await stat(path)).isDirectory();
    return { where: name, bytes: await readFile(isFolder ? join(path, reportFile) : path) };
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = missing ? `there is no ${noun} ${name}` : `the ${noun} ${name} cannot be read: ${reasonOf(cause)}`;
    throw userError('FILE_MISSING', what, { hint, cause });
  }
}
