import { z } from 'zod';
import { loadConfig } from '../../config/load.js';
import type { FlagOverride } from '../../config/override.js';
import { resolveConfig } from '../../config/resolve.js';
import { type FindReport, findReport } from '../../reports/find.js';
import type { TrainReport } from '../../reports/train.js';
import { contenderTasks } from '../../runs/compare.js';
import { engineDifferences, type Identity, intentDifferences } from '../../runs/identity.js';
import type { KeptResults } from '../../runs/kept-tasks.js';
import { savedAs, savedConfig } from '../../runs/saved-data.js';
import { saveCheckpoint } from '../../storage/checkpoints.js';
import type { RunFolder } from '../../storage/run-folder.js';
import { contenderFile } from '../compare/folder.js';
import type { ReadContender } from '../compare/read.js';
import type { Io } from '../io.js';
import type { Screen } from '../screen.js';
import { changedFields, requireSame } from './mismatch.js';
import { type DataAccess, requireSameData } from './same-data.js';
import { openStopped, type Resumable, type StoppedRun } from './stopped-run.js';

const contender = z.object({
  label: z.string(),
  config: savedConfig,
  baseDir: z.string(),
  rates: z.enum(['given', 'range-test']),
});

/** What was asked for, with the rates that were found: the checkpoint of a comparison, whose trainings are kept one by one. */
const savedComparison = z
  .object({
    tool: z.string(),
    contenders: z.array(contender).readonly(),
    seeds: z.array(z.int()).readonly(),
    judge: z.object({ by: z.string(), better: z.enum(['lower', 'higher']) }).nullable(),
    threads: z.int().min(1).describe('of each process: the last bits of a sum may depend on it'),
    warnings: findReport.shape.warnings.readonly(),
  })
  .readonly();
export type SavedComparison = z.output<typeof savedComparison>;

/** What was lost may come out better another time. */
export const comparisons: Resumable<SavedComparison> = {
  command: 'compare',
  noun: 'comparison',
  leavesWork: (report) =>
    report.kind === 'lr-tool/compare' &&
    (report.stop === 'interrupted' ||
      report.contenders.some(({ runs }) => runs.some(({ status }) => status === 'failed'))),
  read: ({ data }) => savedAs(savedComparison, data),
};

export interface ResumedComparison extends Pick<StoppedRun<unknown>, 'folder' | 'lock' | 'shown'> {
  readonly saved: SavedComparison;
}

export const saveComparison = (folder: RunFolder, saved: SavedComparison): Promise<void> =>
  saveCheckpoint(folder, 0, null, { data: saved, tensors: [] });

/** Errors: those of `openStopped`. */
export async function openComparison(named: string, screen: Screen, io: Io): Promise<ResumedComparison> {
  const { folder, lock, shown, content } = await openStopped(comparisons, named, screen, io);
  return { folder, lock, shown, saved: content };
}

/** The contenders as they were saved, under what flags and --set say now: to be compared with those that were saved. */
export async function savedContenders(
  { folder, saved }: ResumedComparison,
  { set = [], flags }: { readonly set?: readonly string[]; readonly flags: readonly FlagOverride[] },
  io: Io,
): Promise<ReadContender[]> {
  const { cwd, env, readStdin } = io;
  return Promise.all(
    saved.contenders.map(async ({ label, baseDir }, i) => {
      const config = contenderFile(folder, i, saved.contenders);
      const source = await loadConfig({ config, cwd, readStdin, allowCode: false });
      const resolved = resolveConfig({ source, cwd, env, set, flags });
      return { label, config: resolved.config, baseDir, resolved };
    }),
  );
}

/** What now stands on the command line. */
export interface AskedComparison extends Pick<SavedComparison, 'tool' | 'seeds' | 'threads'> {
  readonly contenders: readonly ReadContender[];
}

/** Keys that decide nothing once the rates are there. */
const free = ['find', 'train.checkpointEvery'];

/** Error: RESUME_MISMATCH naming what is not as it was saved. */
export function requireSameComparison(saved: SavedComparison, asked: AskedComparison): void {
  const listed = (of: Pick<SavedComparison | AskedComparison, 'contenders' | 'seeds' | 'threads'>) => ({
    contenders: of.contenders.map(({ label }) => label).join(', '),
    seeds: of.seeds.join(', '),
    LR_TOOL_THREADS: of.threads,
  });
  const differences = changedFields(listed(saved), listed(asked));
  const ofConfigs = saved.contenders.flatMap(({ label, config, rates }) => {
    const now = asked.contenders.find((one) => one.label === label);
    if (now === undefined) return [];
    const found = rates === 'range-test' ? ['train.schedule'] : [];
    const intent = { tool: asked.tool, config: now.config };
    return intentDifferences({ tool: saved.tool, config }, intent, { free, found });
  });
  requireSame([...new Set([...differences, ...ofConfigs])], null);
}

/** The trainings that were finished before, by name. */
export async function finishedTrainings(saved: SavedComparison, results: KeptResults) {
  const finished = new Map<string, TrainReport>();
  for (const { task } of contenderTasks(saved.contenders, saved.seeds)) {
    const report = await results.find(task.name);
    if (report?.kind === 'lr-tool/train' && report.stop !== 'interrupted') finished.set(task.name, report);
  }
  return finished;
}

/** Finished trainings are held against the examples that there are now. Error: RESUME_MISMATCH. */
export async function requireSameExamples(
  saved: SavedComparison,
  finished: ReadonlyMap<string, TrainReport>,
  access: DataAccess,
): Promise<void> {
  const first = contenderTasks(saved.contenders, saved.seeds).find(({ task }) => finished.has(task.name));
  if (first !== undefined) await requireSameData(finished.get(first.task.name)!.data.sha256, first.task, access);
}

/**
 * The engine of a training to come has to be that of those before; how it runs a model is the model's own business.
 *
 * Error: RESUME_MISMATCH
 */
export function requireSameEngine(
  finished: ReadonlyMap<string, Pick<FindReport | TrainReport, 'engine'>>,
  { backend, versions }: Identity['engine'],
) {
  const [before] = finished.values();
  if (!before?.engine) return;
  const was = { backend: before.engine.backend, versions: before.engine.versions };
  requireSame(engineDifferences(was, { backend, versions }), null);
}
