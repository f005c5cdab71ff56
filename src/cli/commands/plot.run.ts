import { basename, dirname, relative } from 'node:path';
import { userError } from '../../base/errors.js';
import type { ThemeName } from '../../plots/svg/theme.js';
import { reportText } from '../../reports/write.js';
import { reportFile, reportsUnder } from '../../storage/run-folder.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { readDrawn } from '../read-drawn.js';
import { type ScreenOptions, screenFor } from '../screen.js';
import { pageOf, shownReport, shownTogether } from '../shown-report.js';
import { openTensorboard, writeTensorboard } from '../tensorboard.js';
import { writePicture } from '../write-picture.js';

export interface PlotOptions extends ScreenOptions {
  readonly reports: readonly string[];
  readonly out?: string;
  readonly format?: string;
  readonly tensorboard?: string;
  readonly theme?: ThemeName;
  readonly json?: boolean;
}

export async function run({ reports: named, ...options }: PlotOptions, io: Io): Promise<number> {
  const { out, format, tensorboard, theme = 'auto' } = options;
  const toFile = out !== undefined && out !== '-';
  const screen = screenFor(io, { ...options, ...(toFile && { color: false }) });
  if (options.json && named.length > 1) {
    throw userError('USAGE', `--json prints one report, and ${named.length} are named`, {
      hint: 'name one, or leave --json out',
    });
  }
  const names = named.length > 0 ? named : [await newestReport(io)];
  const reports = await Promise.all(names.map((name) => readDrawn(name, screen, io)));
  const labels = names.map(shortName);
  const shown = {
    text: () => (reports.length === 1 ? shownReport(reports[0]!, screen) : shownTogether(reports, labels, screen)),
    page: () => pageOf(reports, labels),
  };
  const board = await openTensorboard(tensorboard, io);
  for (const [i, report] of reports.entries()) {
    if (board !== null) await writeTensorboard(report, { folder: board, name: boardLabel(labels[i]!) }, screen, io);
  }
  if (options.json) io.out.write(reportText(reports[0]!));
  else await writePicture(shown, { format, out, theme }, io);
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

/** Without the ending of a file; standard input has no name. */
const boardLabel = (label: string): string => (label === '-' ? 'stdin' : label.replace(/\.json$/, ''));
