import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import type { Report } from '../reports/all.js';
import type { FindReport } from '../reports/find.js';
import { parseReport } from '../reports/read.js';
import { reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';

/** The report that a path (of the file or its run folder) names; - is standard input. Errors: FILE_MISSING, those of `parseReport`. */
export async function readReport(name: string, io: Io): Promise<Report> {
  return parseReport(await textOf(name, io), name === '-' ? 'standard input' : name);
}

/** The find report of --from. Errors: those of `readReport`, REPORT_KIND. */
export async function readFindReport(from: string, io: Io): Promise<FindReport> {
  const report = await readReport(from, io);
  if (report.kind === 'lr-tool/find') return report;
  throw userError('REPORT_KIND', `--from ${from} is a report of kind ${report.kind}, not lr-tool/find`, {
    hint: 'name a report of `lr-tool find`',
  });
}

async function textOf(name: string, io: Io): Promise<string> {
  if (name === '-') return io.readStdin();
  const path = resolve(io.cwd, name);
  try {
    const isFolder = (await stat(path)).isDirectory();
    return await readFile(isFolder ? join(path, reportFile) : path, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = missing ? `there is no report ${name}` : `the report ${name} cannot be read: ${reasonOf(cause)}`;
    throw userError('FILE_MISSING', what, {
      hint: 'name a report file or a run folder; `lr-tool plot` alone draws the newest',
      cause,
    });
  }
}
