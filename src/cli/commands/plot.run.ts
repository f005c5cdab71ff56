import { basename, dirname, relative, resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import { writeNamedFile } from '../../storage/atomic-write.js';
import { reportFile, reportsUnder } from '../../storage/run-folder.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { readReport } from '../read-report.js';
import { type ScreenOptions, screenFor } from '../screen.js';
import { shownReport, shownTogether } from '../shown-report.js';

export interface PlotOptions extends ScreenOptions {
  readonly reports: readonly string[];
  readonly out?: string;
}

export async function run(options: PlotOptions, io: Io): Promise<number> {
  const screen = screenFor(io, { ...options, ...(options.out !== undefined && { color: false }) });
  const names = options.reports.length > 0 ? options.reports : [await newestReport(io)];
  const reports = await Promise.all(names.map((name) => readReport(name, io)));
  const text =
    reports.length === 1 ? shownReport(reports[0]!, screen) : shownTogether(reports, names.map(shortName), screen);
  if (options.out === undefined) screen.print(text);
  else await writeNamedFile(resolve(io.cwd, options.out), `${text}\n`, io.files);
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

/** A report of a run folder is known by that folder. */
const shortName = (name: string): string => (basename(name) === reportFile ? basename(dirname(name)) : basename(name));
