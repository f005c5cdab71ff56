import { z } from 'zod';
import { loadDataset } from '../../datasets/load.js';
import type { FindReport } from '../../reports/find.js';
import type { ValueSweepReport } from '../../reports/value-sweep.js';
import { dataHash, hashDifference, intentDifferences } from '../../runs/identity.js';
import { isFinal, type KeptResults } from '../../runs/kept-tasks.js';
import { savedAs, savedConfig } from '../../runs/saved-data.js';
import { type ValueSweep, valueTasks } from '../../runs/value-sweep.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import { dataFolders } from '../places.js';
import { requireSame } from './mismatch.js';

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

/** What decides no curve of a range test. */
const free = ['train', 'backend', 'engineMode', 'find.checkpointEvery'];

/** Error: RESUME_MISMATCH naming what is not as it was saved. */
export function requireSameValues(saved: SavedValueSweep, asked: Omit<SavedValueSweep, 'baseDir'>): void {
  const listed = ({ key, values, threads }: Pick<SavedValueSweep, 'key' | 'values' | 'threads'>) => ({
    '--sweep': `${key}=${values.map(({ text }) => text).join()}`,
    LR_TOOL_THREADS: threads,
  });
  const [was, is] = [listed(saved), listed(asked)];
  const differences = (Object.keys(was) as (keyof typeof was)[])
    .filter((field) => was[field] !== is[field])
    .map((field) => `${field} is ${is[field]} and was ${was[field]}`);
  const leeway = { free, found: [] };
  const ofConfigs = saved.values.flatMap(({ config }, i) => {
    const now = asked.values[i]?.config;
    return now === undefined
      ? []
      : intentDifferences({ tool: saved.tool, config }, { tool: asked.tool, config: now }, leeway);
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

/**
 * Finished tests are worth something only beside others on the same examples: those of the first are loaded again.
 *
 * Error: RESUME_MISMATCH
 */
export async function requireSameRows(
  { config, baseDir }: ValueSweep,
  finished: ReadonlyMap<string, FindReport>,
  { allowCode, io }: { readonly allowCode: boolean; readonly io: Io },
): Promise<void> {
  const [before] = finished.values();
  if (before === undefined) return;
  const { dataset: source, seed } = config;
  const dataset = await loadDataset(source, { baseDir, dataDirs: dataFolders(io), seed, allowCode });
  if (before.data.sha256 !== dataHash(dataset)) requireSame([hashDifference('data')], null);
}
