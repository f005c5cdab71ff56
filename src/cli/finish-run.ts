import type { Report } from '../reports/all.js';
import { jsonText } from '../reports/json.js';
import { reportText } from '../reports/write.js';
import { writeNamedFile } from '../storage/named-file.js';
import { type RunFolder, reportFile, resolvedConfigFile } from '../storage/run-folder.js';
import type { Io } from './io.js';
import type { OpenedRun, RunOptions } from './open-run.js';
import type { Screen } from './screen.js';
import { boardName, writeTensorboard } from './tensorboard.js';

export interface FinishedRun {
  readonly report: Report;
  /** What people see instead of --json. */
  readonly shown: () => string;
  /** Null with --no-save. */
  readonly folder: RunFolder | null;
  /** What the run folder holds besides report and config. */
  readonly files: () => Iterable<{ readonly name: string; readonly content: string | Uint8Array }>;
}

/** How every run ends: its report is printed, written where --out says, and saved with its files in the run folder. */
export async function finishRun(
  { report, shown, folder, files }: FinishedRun,
  { out, board }: Pick<OpenedRun, 'out' | 'board'>,
  options: RunOptions,
  screen: Screen,
  io: Io,
): Promise<void> {
  const text = reportText(report);
  if (options.json) io.out.write(text);
  else screen.print(shown());
  if (out !== null) await writeNamedFile(out, text, io.files);
  if (board !== null) {
    await writeTensorboard(report, { folder: board, name: boardName(report, folder, io) }, screen, io);
  }
  if (folder === null) return;
  if ('config' in report) await folder.write(resolvedConfigFile, jsonText(report.config));
  for (const { name, content } of files()) await folder.write(name, content);
  await folder.write(reportFile, text); // last: where it is, the run is whole
  screen.note(`saved in ${folder.path}`);
}
