import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { reasonOf, userError } from '../../base/errors.js';
import { drawAscii } from '../../plots/ascii.js';
import { findFigure } from '../../plots/find.js';
import { parseReport } from '../../reports/read.js';
import { atomicWrite } from '../../storage/atomic-write.js';
import { reportFile, reportsUnder } from '../../storage/run-folder.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { type ScreenOptions, screenFor } from '../screen.js';
import { findText } from './find.run.js';

export interface PlotOptions extends ScreenOptions {
  readonly reports: readonly string[];
  readonly out?: string;
}

export async function run(options: PlotOptions, io: Io): Promise<number> {
  const screen = screenFor(io, { ...options, ...(options.out !== undefined && { color: false }) });
  const names = options.reports.length > 0 ? options.reports : [await newestReport(io)];
  const reports = await Promise.all(
    names.map(async (name) => parseReport(await readReport(name, io), name === '-' ? 'standard input' : name)),
  );
  const [only] = reports;
  const text =
    reports.length === 1 ? findText(only!, screen) : drawAscii(findFigure(reports, names.map(shortName)), screen);
  if (options.out === undefined) screen.print(text);
  else await atomicWrite(resolve(io.cwd, options.out), `${text}\n`);
  return exitCode('done');
}

async function newestReport(io: Io): Promise<string> {
  const folder = runsFolder(io);
  const newest = (await reportsUnder(folder)).at(-1);
  if (newest !== undefined) return relative(io.cwd, newest);
  throw userError('NO_REPORT', `there is no report under ${folder}`, {
    hint: 'run `lr-tool find` first, or name a report',
  });
}

async function readReport(name: string, io: Io): Promise<string> {
  if (name === '-') return io.readStdin();
  const path = resolve(io.cwd, name);
  try {
    const isFolder = (await stat(path)).isDirectory();
    return await readFile(isFolder ? join(path, reportFile) : path, 'utf8');
  } catch (cause) {
    throw userError('FILE_MISSING', `the report ${name} cannot be read: ${reasonOf(cause)}`, {
      hint: 'name a report file or a run folder; `lr-tool plot` alone draws the newest',
      cause,
    });
  }
}

/** A report of a run folder is known by that folder. */
const shortName = (name: string): string => (basename(name) === reportFile ? basename(dirname(name)) : basename(name));
