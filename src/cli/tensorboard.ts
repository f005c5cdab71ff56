import { basename, join, resolve } from 'node:path';
import { machineError, reasonOf } from '../base/errors.js';
import type { Report } from '../reports/all.js';
import { type ScalarRun, scalarRuns } from '../reports/scalars.js';
import { atomicWrite } from '../storage/atomic-write.js';
import { makeFolder } from '../storage/make-folder.js';
import { runName } from '../storage/run-folder.js';
import { eventFile, eventFileName, type Scalar } from '../tensorboard/events.js';
import type { Io } from './io.js';
import { shortHash } from './run-id.js';
import type { Screen } from './screen.js';
import { shellCommand } from './shell-command.js';

/**
 * The folder of --tensorboard, made before the work, so that one that cannot be made is told at once; null where it was
 * not typed.
 *
 * Error: TENSORBOARD where it cannot be made.
 */
export async function openTensorboard(typed: string | undefined, io: Io): Promise<string | null> {
  if (typed === undefined) return null;
  const folder = resolve(io.cwd, typed);
  await making(folder);
  return folder;
}

/** What a run is called there: as its run folder, or as that would be called. */
export function boardName(report: Report, folder: { readonly path: string } | null, io: Io): string {
  if (folder !== null) return basename(folder.path);
  return runName(report.kind.replace(/.*\//, ''), io.date(), shortHash(JSON.stringify(report)));
}

/**
 * Writes a report as event files, a folder for each of its runs below `folder/name`. What was written there before under
 * the same name is replaced, so that a report that is exported twice is there once.
 */
export async function writeTensorboard(
  report: Report,
  { folder, name }: { readonly folder: string; readonly name: string },
  screen: Screen,
  io: Io,
): Promise<void> {
  const now = io.date().getTime() / 1000;
  for (const run of scalarRuns(report)) {
    const place = join(folder, ...[name, run.name].filter((part) => part !== '').map(folderName));
    await making(place);
    await atomicWrite(join(place, eventFileName), eventFile(scalarsOf(run, now), now - run.seconds), io.files);
  }
  screen.note(`written for TensorBoard: ${shellCommand(['tensorboard', '--logdir', folder])}`);
}

/** Points in the order of their steps, the time of the run spread evenly over each column; it ends now. */
function scalarsOf({ columns, seconds }: ScalarRun, now: number): Scalar[] {
  return columns.flatMap(({ tag, steps, values }) => {
    const last = Math.max(1, steps.length - 1);
    return steps.map((step, i) => ({ tag, step, value: values[i]!, wallTime: now - seconds * (1 - i / last) }));
  });
}

/** A name as a folder on any system. */
const folderName = (name: string) =>
  name
    .replace(/[^\w.=+-]+/g, '-')
    .replace(/^\.+/, '-')
    .slice(0, 100);

async function making(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    throw machineError('TENSORBOARD', `could not make the folder ${folder}: ${reasonOf(cause)}`, {
      hint: 'name a folder that can be written by --tensorboard',
      cause,
    });
  }
}
