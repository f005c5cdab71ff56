import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import type { CurveSource } from '../curves/source.js';
import { reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';

/** The file that a path names, or the report in that run folder; - is standard input, as text. Error: FILE_MISSING. */
export async function readCurveSource(name: string, io: Io): Promise<CurveSource> {
  if (name === '-') return { where: 'standard input', bytes: new TextEncoder().encode(await io.readStdin()) };
  const path = resolve(io.cwd, name);
  try {
    const isFolder = (await stat(path)).isDirectory();
    return { where: name, bytes: await readFile(isFolder ? join(path, reportFile) : path) };
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = missing ? `there is no file ${name}` : `${name} cannot be read: ${reasonOf(cause)}`;
    throw userError('FILE_MISSING', what, { hint: 'name a CSV or JSON file with lr and loss, or - for stdin', cause });
  }
}
