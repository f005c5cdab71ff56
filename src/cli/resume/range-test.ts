import { z } from 'zod';
import {
  type FindSnapshot,
  type FindSnapshotData,
  packFindSnapshot,
  unpackFindSnapshot,
} from '../../runs/find-snapshot.js';
import { type Identity, savedIdentity } from '../../runs/identity.js';
import { savedAs } from '../../runs/saved-data.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import type { Screen } from '../screen.js';
import type { Resumable, StoppedRun } from './stopped-run.js';
import { isSavedValueSweep, readValueSweep, type SavedValueSweep, valuesLeft } from './value-sweep.js';

/** What a checkpoint of a range test holds besides its arrays. */
interface SavedData {
  readonly identity: Identity;
  readonly snapshot: FindSnapshotData;
}

const savedData = z.object({ identity: savedIdentity, snapshot: z.unknown() });

/** What is read of it. */
interface SavedRangeTest {
  readonly identity: Identity;
  readonly from: FindSnapshot;
}

/** A run of `find` is one range test, or, with --sweep, one for each value. */
export const rangeTests: Resumable<SavedRangeTest | SavedValueSweep> = {
  command: 'find',
  noun: 'range test',
  leavesWork(report) {
    if (report.kind === 'lr-tool/value-sweep') return valuesLeft(report);
    if (report.kind !== 'lr-tool/find') return false;
    const { repeats = 1 } = (report.config['find'] ?? {}) as { readonly repeats?: number };
    return report.stop === 'interrupted' || 1 + report.repeats.length < repeats;
  },
  read({ data, tensors }) {
    if (isSavedValueSweep(data)) return readValueSweep(data);
    const { identity, snapshot } = savedAs(savedData, data);
    return { identity, from: unpackFindSnapshot({ data: snapshot, tensors }) };
  },
};

/** A range test that is gone on with. */
export interface ResumedRangeTest extends SavedRangeTest, Pick<StoppedRun<unknown>, 'folder' | 'lock'> {}

/** A range test of the run that was opened is gone on with, as its checkpoint says. */
export function resumedRangeTest(
  { folder, lock, shown, damaged, content: { identity, from } }: StoppedRun<SavedRangeTest>,
  screen: Screen,
): ResumedRangeTest {
  const before = damaged.length > 0 ? ', from the checkpoint before' : '';
  screen.note(`resuming ${shown} after ${placeText(from, identity)}${before}`);
  return { folder, lock, identity, from };
}

/** "40 updates", "2 of 5 sweeps and 40 updates". */
function placeText({ finished, current }: FindSnapshot, { config }: Identity): string {
  const updates = `${current?.loss.length ?? 0} updates`;
  return config.find.repeats === 1 ? updates : `${finished.length} of ${config.find.repeats} sweeps and ${updates}`;
}

/** How checkpoints of a range test are saved. */
export const rangeTestSaver =
  (folder: RunFolder, identity: Identity) =>
  async (snapshot: FindSnapshot): Promise<void> => {
    const { data, tensors } = packFindSnapshot(snapshot);
    const saved: SavedData = { identity, snapshot: data };
    const updates = identity.config.find.steps * snapshot.finished.length + (snapshot.current?.loss.length ?? 0);
    await saveCheckpoint(folder, updates, null, { data: saved, tensors });
  };
