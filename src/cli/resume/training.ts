import { z } from 'zod';
import { savedIdentity } from '../../runs/identity.js';
import { savedAs } from '../../runs/saved-data.js';
import { packSnapshot, type Snapshot, type SnapshotData, unpackSnapshot } from '../../runs/snapshot.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import type { Screen } from '../screen.js';
import { openStopped, type Resumable, type StoppedRun } from './stopped-run.js';

/** What the training is, as its checkpoints say. */
const trainingOrigin = z.object({
  identity: savedIdentity,
  rates: z.enum(['given', 'range-test']),
  forced: z.array(z.string()).readonly().describe('what differed whenever it was resumed by --force'),
});
export type TrainingOrigin = Readonly<z.output<typeof trainingOrigin>>;

/** What a checkpoint of a training holds besides its arrays. */
interface SavedData extends TrainingOrigin {
  readonly snapshot: SnapshotData;
}

export const trainings: Resumable<TrainingOrigin & { readonly from: Snapshot }> = {
  command: 'train',
  noun: 'training',
  leavesWork: (report) => report.kind === 'lr-tool/train' && report.stop === 'interrupted',
  read({ data, tensors }) {
    const { snapshot, ...origin } = savedAs(trainingOrigin.extend({ snapshot: z.unknown() }), data);
    return { ...origin, from: unpackSnapshot({ data: snapshot, tensors }) };
  },
};

/** A training that is gone on with. */
export interface ResumedTraining extends TrainingOrigin, Pick<StoppedRun<unknown>, 'folder' | 'lock'> {
  readonly from: Snapshot;
}

/** Errors: those of `openStopped`. */
export async function openTraining(named: string, screen: Screen, io: Io): Promise<ResumedTraining> {
  const { folder, lock, shown, step, damaged, content } = await openStopped(trainings, named, screen, io);
  screen.note(`resuming ${shown} after ${step} updates${damaged.length > 0 ? ', from the checkpoint before' : ''}`);
  return { ...content, folder, lock };
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
