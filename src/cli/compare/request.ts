import { version } from '../../base/version.js';
import type { Warning } from '../../reports/find.js';
import { type Judge, judgeOf } from '../../runs/judge.js';
import { compareFlags, defaultSeeds } from '../commands/compare.js';
import { overridesFrom } from '../config-options.js';
import type { Io } from '../io.js';
import type { RunOptions } from '../open-run.js';
import { type ResumedComparison, requireSameComparison, savedContenders } from '../resume/comparison.js';
import { type Sharing, sharingOf } from './jobs.js';
import { type ReadContender, readContenders } from './read.js';
import { requireSameData } from './same-data.js';
import { seedsOf } from './seeds.js';

/** What the flags of `compare` give. */
export interface CompareOptions extends RunOptions {
  readonly configs: readonly string[];
  readonly schedules?: string;
  readonly seeds?: string;
  readonly judge?: string;
  readonly from?: string;
  readonly jobs?: string;
  readonly force?: boolean;
  readonly resume?: string;
}

/** What is to be compared, and how. */
export interface CompareRequest {
  readonly contenders: readonly ReadContender[];
  readonly seeds: readonly number[];
  readonly judge: Judge | null;
  readonly sharing: Sharing;
  readonly warnings: readonly Warning[];
}

/** Everything that was typed, checked as far as it can be without reading data. */
export async function requestComparison(options: CompareOptions, io: Io): Promise<CompareRequest> {
  const judge = judgeIn(options);
  const contenders = await readContenders(options, overridesFrom(compareFlags, options), io);
  const seeds = seedsOf(options.seeds ?? defaultSeeds, contenders[0]!.config.seed);
  return {
    contenders,
    seeds,
    judge,
    sharing: sharingOf(options.jobs, io.env['LR_TOOL_THREADS'], contenders.length * seeds.length),
    warnings: requireSameData(contenders, options.force ?? false),
  };
}

const judgeIn = ({ judge }: CompareOptions): Judge | null => (judge === undefined ? null : judgeOf(judge));

/**
 * The same of a comparison that is resumed: what is typed has to agree with what was saved; what is not typed is as it was.
 * Only the judge and the number of processes may be others.
 *
 * Error: RESUME_MISMATCH, and those of what is typed.
 */
export async function requestAgain(
  options: CompareOptions,
  resumed: ResumedComparison,
  io: Io,
): Promise<CompareRequest> {
  const { saved } = resumed;
  const flags = overridesFrom(compareFlags, options);
  const named = options.configs.length > 0 || options.schedules !== undefined || options.from !== undefined;
  const contenders = named
    ? await readContenders(options, flags, io)
    : await savedContenders(resumed, { set: options.set ?? [], flags }, io);
  const seeds = options.seeds === undefined ? saved.seeds : seedsOf(options.seeds, saved.seeds[0]!);
  const sharing = sharingOf(options.jobs, io.env['LR_TOOL_THREADS'], contenders.length * seeds.length);
  requireSameComparison(saved, { tool: version, contenders, seeds, threads: sharing.threads });
  return { contenders, seeds, judge: judgeIn(options) ?? saved.judge, sharing, warnings: saved.warnings };
}
