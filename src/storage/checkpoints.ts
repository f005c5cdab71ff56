import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineError, reasonOf } from '../base/errors.js';
import { type CheckpointContent, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import type { RunFolder } from './run-folder.js';

/** Folder of the checkpoints in their run folder. */
export const checkpointsFolder = 'checkpoints';

/** The newest, and the one before it for the case that the newest is damaged. */
const kept = 2;

const fileName = /^step-(\d+)\.safetensors$/;
const nameOf = (step: number) => `step-${String(step).padStart(9, '0')}.safetensors`;

/** What was read, and what was passed over on the way to it. */
export interface FoundCheckpoint<T> {
  readonly content: T;
  /** Updates done. */
  readonly step: number;
  /** One sentence for each newer one that cannot be read. */
  readonly damaged: readonly string[];
}

/** Saves a checkpoint of so many updates, then removes all but the last two and that of the best epoch. */
export async function saveCheckpoint(
  folder: RunFolder,
  step: number,
  best: number | null,
  content: CheckpointContent,
): Promise<void> {
  await folder.write(join(checkpointsFolder, nameOf(step)), encodeCheckpoint(content));
  const steps = newestFirst(await folder.names(checkpointsFolder)).filter((saved) => saved <= step);
  const old = steps.slice(kept).filter((saved) => saved !== best);
  for (const saved of old) await folder.remove(join(checkpointsFolder, nameOf(saved)));
}

/**
 * The newest checkpoint of a run that is whole.
 *
 * @param read makes of the content what it stands for; throws an Error, the end of a sentence, where that cannot be
 * @throws machineError NO_CHECKPOINT where the run has none that can be read, with what is wrong with the newest
 */
export async function newestCheckpoint<T>(
  run: string,
  read: (content: CheckpointContent) => T,
): Promise<FoundCheckpoint<T>> {
  const damaged: string[] = [];
  for (const step of await stepsIn(run)) {
    const path = pathOf(run, step);
    try {
      return { step, damaged, content: read(decodeCheckpoint(await readFile(path))) };
    } catch (error) {
      damaged.push(`${path} cannot be resumed from: ${reasonOf(error)}`);
    }
  }
  const why = damaged[0] ?? `${run} has no checkpoint`;
  throw machineError('NO_CHECKPOINT', damaged.length > 1 ? `${why}; nor can the ${damaged.length - 1} before` : why, {
    hint: 'train anew; `lr-tool train` on its config.resolved.json gives the same weights',
  });
}

/** Updates of the newest checkpoint of a run, whether it can be read or not; null where there is none. */
export const newestStep = async (run: string): Promise<number | null> => (await stepsIn(run))[0] ?? null;

/** Whether a run has anything to be resumed from. */
export const hasCheckpoints = async (run: string): Promise<boolean> => (await newestStep(run)) !== null;

const pathOf = (run: string, step: number) => join(run, checkpointsFolder, nameOf(step));

async function stepsIn(run: string): Promise<number[]> {
  const names = await readdir(join(run, checkpointsFolder)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw machineError('READ_FAILED', `could not look into ${run}: ${reasonOf(cause)}`, { cause });
  });
  return newestFirst(names);
}

const newestFirst = (names: readonly string[]): number[] =>
  names.flatMap((name) => fileName.exec(name)?.slice(1).map(Number) ?? []).sort((a, b) => b - a);
