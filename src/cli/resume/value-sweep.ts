import { z } from 'zod';
import type { FindReport } from '../../reports/find.js';
import type { ValueSweepReport } from '../../reports/value-sweep.js';
import { intentDifferences, rangeTestLeeway } from '../../runs/identity.js';
import { isFinal, type KeptResults } from '../../runs/kept-tasks.js';
import { savedAs, savedConfig } from '../../runs/saved-data.js';
import { type ValueSweep, valueTasks } from '../../runs/value-sweep.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import { changedFields, requireSame } from './mismatch.js';
import { type DataAccess, requireSameData } from './same-data.js';

const sweptValue = z.object({ text: z.string(), value: z.unknown(), config: savedConfig });

/** What was asked for: the checkpoint of range tests at several values, whose reports are kept one by one. */
const savedValueSweep = z
  .object({
    tool: z.string(),
    sweep: z.string().describe('as typed behind --sweep'),
    threads: z.int().min(1).describe('of each process: the last bits of a sum may depend on it'),
    key: z.string(),
    config: savedConfig,
    values: z.array(sweptValue).readonly(),
    baseDir: z.string(),
  })
  .readonly();
export type SavedValueSweep = z.output<typeof savedValueSweep>;

/** @throws Error with what is wrong, as the end of a sentence */
export const readValueSweep = (data: unknown): SavedValueSweep => savedAs(savedValueSweep, data);

/** Values that were interrupted, or whose process was lost: that may come out better another time. */
export const valuesLeft = ({ tests }: ValueSweepReport): boolean => tests.some(({ status }) => status !== 'completed');

/** Tells a checkpoint of --sweep from that of a single range test. */
export const isSavedValueSweep = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'sweep' in data && 'values' in data;

export const saveValueSweep = (folder: RunFolder, saved: SavedValueSweep): Promise<void> =>
  saveCheckpoint(folder, 0, null, { data: saved, tensors: [] });

/** Error: RESUME_MISMATCH naming what is not as it was saved. */
export function requireSameValues(saved: SavedValueSweep, asked: Omit<SavedValueSweep, 'baseDir'>): void {
  const listed = ({ key, values, threads }: Pick<SavedValueSweep, 'key' | 'values' | 'threads'>) => ({
    '--sweep': `${key}=${values.map(({ text }) => text).join()}`,
    LR_TOOL_THREADS: threads,
  });
  const differences = changedFields(listed(saved), listed(asked));
  const ofConfigs = saved.values.flatMap(({ config }, i) => {
    const now = asked.values[i]?.config;
    return now === undefined
      ? []
      : intentDifferences({ tool: saved.tool, config }, { tool: asked.tool, config: now }, rangeTestLeeway);
  });
  requireSame(differences.length > 0 ? differences : [...new Set(ofConfigs)], null);
}

/** The reports of the values that were finished before, by the names of their tasks. */
export async function finishedValues(
  saved: ValueSweep,
  results: KeptResults,
): Promise<ReadonlyMap<string, FindReport>> {
  const finished = new Map<string, FindReport>();
  for (const task of valueTasks(saved)) {
    const report = await results.find(task.name);
    if (report?.kind === 'lr-tool/find' && isFinal(task, report)) finished.set(task.name, report);
  }
  return finished;
}

/** Finished tests are held against the examples that there are now. Error: RESUME_MISMATCH. */
export async function requireSameRows(
  { config, baseDir }: ValueSweep,
  finished: ReadonlyMap<string, FindReport>,
  access: DataAccess,
): Promise<void> {
  const [before] = finished.values();
  if (before !== undefined) await requireSameData(before.data.sha256, { config, baseDir }, access);
}
