import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { LrToolError, userError } from '../../base/errors.js';
import { safeText } from '../../base/text.js';
import type { Report } from '../../reports/all.js';
import { sweepTemporaries } from '../../storage/atomic-write.js';
import type { CheckpointContent } from '../../storage/checkpoint.js';
import { type FoundCheckpoint, hasCheckpoints, newestCheckpoint, newestStep } from '../../storage/checkpoints.js';
import { type Lock, lockFolder } from '../../storage/lock.js';
import { openRunFolder, type RunFolder, reportFile } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { readReport } from '../read-report.js';
import type { Screen } from '../screen.js';
import { shellCommand } from '../shell-command.js';

/** A kind of run that can be gone on with. */
export interface Resumable<Saved> {
  readonly command: 'find' | 'train' | 'compare';
  /** What people call one. */
  readonly noun: string;
  /** Whether a report leaves something to be done. */
  readonly leavesWork: (report: Report) => boolean;
  /** What its checkpoints hold; throws an Error, the end of a sentence, where something else wrote them. */
  readonly read: (content: CheckpointContent) => Saved;
}

type Described = Omit<Resumable<unknown>, 'read'>;

/** A run that was stopped or killed, and that no other process writes now. */
export interface StoppedRun<Saved> extends FoundCheckpoint<Saved> {
  readonly folder: RunFolder;
  readonly lock: Lock;
  /** Its folder, as people are told it. */
  readonly shown: string;
}

/**
 * Opens the run of --resume: locked, swept, its newest checkpoint that is whole read; damaged ones are told.
 *
 * @param named a run folder, its name under the folder of runs, or `latest`
 * Errors: NO_RUN, RUN_FINISHED, those of `lockFolder` and `newestCheckpoint`.
 */
export async function openStopped<Saved>(
  resumable: Resumable<Saved>,
  named: string,
  screen: Screen,
  io: Io,
): Promise<StoppedRun<Saved>> {
  const path = await runNamed(resumable, named, io);
  const shown = relative(io.cwd, path) || '.';
  const lock = await lockFolder(path, io.processes);
  try {
    await requireUnfinished(resumable, path, shown, io);
    for (const folder of await foldersIn(path)) await sweepTemporaries(folder, io.files);
    const found = await newestCheckpoint(path, resumable.read);
    for (const sentence of found.damaged) screen.note(`warning: ${sentence}`);
    return { ...found, folder: openRunFolder(path, io.files), lock, shown };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Tells what to type to go on with a run that was interrupted; with --quiet too: it is what the exit code promises. */
export function tellHowToGoOn({ command }: Described, folder: RunFolder, io: Io): void {
  const typed = shellCommand(['lr-tool', command, '--resume', relative(io.cwd, folder.path)]);
  io.err.write(`${safeText(`to go on: ${typed}`)}\n`);
}

/**
 * A run that failed leaves what it can go on from, and how is told; or nothing: where it saved nothing, and where its user
 * has to mend something before its first update.
 */
export async function leaveBehind(resumable: Described, folder: RunFolder, error: unknown, io: Io): Promise<void> {
  const unknown = Number.POSITIVE_INFINITY; // where it cannot be looked into, nobody can tell
  const newest = await newestStep(folder.path).catch(() => unknown);
  const byMachine = error instanceof LrToolError && error.blame === 'machine';
  if (newest === null || (newest === 0 && !byMachine)) await folder.discard();
  else if (byMachine) tellHowToGoOn(resumable, folder, io);
}

/** Error: USAGE where there would be no folder to go on in. */
export function requireSaving(save: boolean): void {
  if (save) return;
  throw userError('USAGE', '--resume goes on in the folder of its run, and --no-save has none', {
    hint: 'leave one of them away',
  });
}

/** Run folders begin with the time, so their order is that of the runs. */
const isRunOf = ({ command }: Described, folder: string) =>
  new RegExp(`^\\d{8}T\\d{6}Z-${command}-`).test(basename(folder));

async function runNamed(resumable: Described, named: string, io: Io): Promise<string> {
  const root = runsFolder(io);
  const { command, noun } = resumable;
  if (named === 'latest') {
    const names = await readdir(root).catch(() => []); // no folder, no runs
    const newest = names
      .filter((name) => isRunOf(resumable, name))
      .sort()
      .at(-1);
    if (newest !== undefined) return join(root, newest);
    throw userError('NO_RUN', `there is no ${noun} under ${root}`, { hint: 'name a run folder after --resume' });
  }
  for (const path of [resolve(io.cwd, named), join(root, named)]) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder && (isRunOf(resumable, path) || (await hasCheckpoints(path)))) return path;
  }
  throw userError('NO_RUN', `--resume ${named}: there is no such ${noun}`, {
    hint: `name a run folder of \`lr-tool ${command}\`, such as those under ${relative(io.cwd, root) || '.'}, or latest`,
  });
}

async function requireUnfinished({ leavesWork }: Described, path: string, shown: string, io: Io): Promise<void> {
  const file = join(path, reportFile);
  const written = await stat(file).catch(() => null);
  if (written === null || leavesWork(await readReport(file, io))) return;
  throw userError('RUN_FINISHED', `${shown} is finished: there is nothing to resume`, {
    hint: `look at it with \`lr-tool plot ${shown}\`, or start anew without --resume`,
  });
}

/** The folder itself and those in it: a process may have been killed while it wrote into any. */
async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return [path, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name))];
}
