import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import { reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';

/** Most that is read of a report or a curve: millions of points, and less than the longest text that Node can hold. */
export const maxInputBytes = 256 * 2 ** 20;

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

/**
 * The file that a path names, or the report in that run folder; - is standard input, as text. Pipes and devices are read
 * as far as the limit, so that one without an end is refused.
 *
 * Errors: FILE_MISSING, FILE_TOO_LARGE.
 */
export async function readNamedFile(name: string, { noun, hint }: Wanted, io: Io): Promise<NamedFile> {
  if (name === '-') return { where: 'standard input', bytes: new TextEncoder().encode(await io.readStdin()) };
  const path = resolve(io.cwd, name);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const found = await stat(path);
    if (found.isFile() && found.size > maxInputBytes) throw tooLarge(name);
    for await (const chunk of createReadStream(found.isDirectory() ? join(path, reportFile) : path)) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > maxInputBytes) throw tooLarge(name);
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
    const missing = cause.code === 'ENOENT';
    const what = missing ? `there is no ${noun} ${name}` : `the ${noun} ${name} cannot be read: ${reasonOf(cause)}`;
    throw userError('FILE_MISSING', what, { hint, cause });
  }
  return { where: name, bytes: Buffer.concat(chunks) };
}

/** Error: FILE_TOO_LARGE. */
export const tooLarge = (name: string) =>
  userError('FILE_TOO_LARGE', `${name} has more than ${maxInputBytes / 2 ** 20} MiB`, {
    hint: 'keep every tenth point: that is enough to see the curve',
  });
