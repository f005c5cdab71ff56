import type { TrainReport } from '../../reports/train.js';
import type { Identity } from '../../runs/identity.js';
import { packSnapshot, type Snapshot, type SnapshotData, unpackSnapshot } from '../../runs/snapshot.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import type { Screen } from '../screen.js';
import { openStopped, type Resumable, type StoppedRun } from './stopped-run.js';

export const trainings: Resumable = {
  command: 'train',
  noun: 'training',
  leavesWork: (report) => report.kind === 'lr-tool/train' && report.stop === 'interrupted',
};

/** What the training is, as its checkpoints say. */
export interface TrainingOrigin {
  readonly identity: Identity;
  readonly rates: TrainReport['schedule']['rates'];
  /** What differed whenever it was resumed by --force. */
  readonly forced: readonly string[];
}

/** What a checkpoint of a training holds besides its arrays. */
interface SavedData extends TrainingOrigin {
  readonly snapshot: SnapshotData;
}

/** A training that is gone on with. */
export interface ResumedTraining extends TrainingOrigin, Pick<StoppedRun, 'folder' | 'lock'> {
  readonly from: Snapshot;
}

/** Errors: those of `openStopped`. */
export async function openTraining(named: string, screen: Screen, io: Io): Promise<ResumedTraining> {
  const { folder, lock, shown, step, damaged, data, tensors } = await openStopped(trainings, named, screen, io);
  screen.note(`resuming ${shown} after ${step} updates${damaged.length > 0 ? ', from the checkpoint before' : ''}`);
  const { snapshot, ...origin } = data as SavedData; // its hash says that it is as it was written
  return { ...origin, folder, lock, from: unpackSnapshot({ data: snapshot, tensors }) };
}

/** How checkpoints of a training are saved. */
export const saverFor =
  (folder: RunFolder, origin: TrainingOrigin, stepsPerEpoch: number) =>
  async (snapshot: Snapshot): Promise<void> => {
    const packed = packSnapshot(snapshot, stepsPerEpoch);
    const data: SavedData = { ...origin, snapshot: packed.data };
    const best = snapshot.best?.epoch.step ?? null;
    await saveCheckpoint(folder, snapshot.position.step, best, { data, tensors: packed.tensors });
  };
