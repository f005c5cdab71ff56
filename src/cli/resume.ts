import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { userError } from '../base/errors.js';
import type { TrainReport } from '../reports/train.js';
import { differencesOf, type Identity } from '../runs/identity.js';
import { packSnapshot, type Snapshot, type SnapshotData, unpackSnapshot } from '../runs/snapshot.js';
import { sweepTemporaries } from '../storage/atomic-write.js';
import { checkpointsFolder, hasCheckpoints, newestCheckpoint, saveCheckpoint } from '../storage/checkpoints.js';
import { type Lock, lockFolder } from '../storage/lock.js';
import { openRunFolder, type RunFolder, reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';
import { runsFolder } from './places.js';
import { readReport } from './read-report.js';
import type { Screen } from './screen.js';
import { shellCommand } from './shell-command.js';

type RatesFrom = TrainReport['schedule']['rates'];

/** What a checkpoint of a training holds besides its arrays. */
interface SavedData {
  readonly identity: Identity;
  readonly rates: RatesFrom;
  readonly snapshot: SnapshotData;
}

/** A run that is gone on with, and that no other process writes meanwhile. */
export interface ResumedRun {
  readonly folder: RunFolder;
  readonly lock: Lock;
  readonly from: Snapshot;
  readonly identity: Identity;
  readonly rates: RatesFrom;
}

/**
 * Opens the run of --resume: locked, swept, its newest checkpoint that is whole read; damaged ones are told.
 *
 * @param named a run folder, its name under the folder of runs, or `latest`
 * Errors: NO_RUN, RUN_FINISHED, those of `lockFolder` and `newestCheckpoint`.
 */
export async function openResumed(named: string, screen: Screen, io: Io): Promise<ResumedRun> {
  const path = await runNamed(named, io);
  const shown = relative(io.cwd, path) || '.';
  const lock = await lockFolder(path, io.processes);
  try {
    await requireUnfinished(path, shown, io);
    for (const folder of [path, join(path, checkpointsFolder)]) await sweepTemporaries(folder, io.files);
    const { step, damaged, data, tensors } = await newestCheckpoint(path);
    for (const sentence of damaged) screen.note(`warning: ${sentence}`);
    screen.note(`resuming ${shown} after ${step} updates${damaged.length > 0 ? ', from the checkpoint before' : ''}`);
    const { identity, rates, snapshot } = data as SavedData; // its hash says that it is as it was written
    return {
      folder: openRunFolder(path, io.files),
      lock,
      from: unpackSnapshot({ data: snapshot, tensors }),
      identity,
      rates,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Error: RESUME_MISMATCH naming what is not as it was saved. */
export function requireSame({ identity, rates }: Pick<ResumedRun, 'identity' | 'rates'>, now: Identity): void {
  const differences = differencesOf(identity, now, rates === 'range-test');
  if (differences.length === 0) return;
  throw userError('RESUME_MISMATCH', `the run cannot be resumed: ${differences.join('; ')}`, {
    hint: 'resume with what the run was started with, or train anew without --resume',
  });
}

/** How checkpoints of a training are saved. */
export const saverFor =
  (folder: RunFolder, identity: Identity, rates: RatesFrom, stepsPerEpoch: number) =>
  async (snapshot: Snapshot): Promise<void> => {
    const packed = packSnapshot(snapshot, stepsPerEpoch);
    const data: SavedData = { identity, rates, snapshot: packed.data };
    const best = snapshot.best?.epoch.step ?? null;
    await saveCheckpoint(folder, snapshot.position.step, best, { data, tensors: packed.tensors });
  };

/** What to type to go on with a run. */
export const resumeCommand = (folder: RunFolder, io: Io): string =>
  shellCommand(['lr-tool', 'train', '--resume', relative(io.cwd, folder.path)]);

/** Run folders of trainings are named so; their names begin with the time. */
const trainingName = /^\d{8}T\d{6}Z-train-/;

async function runNamed(named: string, io: Io): Promise<string> {
  const root = runsFolder(io);
  if (named === 'latest') {
    const names = await readdir(root).catch(() => []); // no folder, no runs
    const newest = names
      .filter((name) => trainingName.test(name))
      .sort()
      .at(-1);
    if (newest !== undefined) return join(root, newest);
    throw userError('NO_RUN', `there is no training under ${root}`, { hint: 'name a run folder after --resume' });
  }
  for (const path of [resolve(io.cwd, named), join(root, named)]) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder && ((await hasCheckpoints(path)) || trainingName.test(path.split(/[\\/]/).at(-1)!))) return path;
  }
  throw userError('NO_RUN', `--resume ${named}: there is no such training`, {
    hint: `name a run folder of \`lr-tool train\`, such as those under ${relative(io.cwd, root) || '.'}, or latest`,
  });
}

async function requireUnfinished(path: string, shown: string, io: Io): Promise<void> {
  const file = join(path, reportFile);
  const written = await stat(file).catch(() => null);
  if (written === null) return;
  const report = await readReport(file, io);
  if (report.kind === 'lr-tool/train' && report.stop === 'interrupted') return;
  throw userError('RUN_FINISHED', `${shown} is finished: there is nothing to resume`, {
    hint: `look at it with \`lr-tool plot ${shown}\`, or train anew without --resume`,
  });
}
