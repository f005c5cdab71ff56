import type { Warning } from '../../reports/find.js';
import { type Judge, judgeOf } from '../../runs/judge.js';
import { compareFlags } from '../commands/compare.js';
import { overridesFrom } from '../config-options.js';
import type { Io } from '../io.js';
import type { RunOptions } from '../open-run.js';
import { type Sharing, sharingOf } from './jobs.js';
import { type ReadContender, readContenders } from './read.js';
import { requireSameData } from './same-data.js';
import { seedsOf } from './seeds.js';

/** What the flags of `compare` give. */
export interface CompareOptions extends RunOptions {
  readonly configs: readonly string[];
  readonly schedules?: string;
  readonly seeds: string;
  readonly judge?: string;
  readonly from?: string;
  readonly jobs?: string;
  readonly force?: boolean;
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
  const judge = options.judge === undefined ? null : judgeOf(options.judge);
  const contenders = await readContenders(options, overridesFrom(compareFlags, options), io);
  const seeds = seedsOf(options.seeds, contenders[0]!.config.seed);
  return {
    contenders,
    seeds,
    judge,
    sharing: sharingOf(options.jobs, io.env['LR_TOOL_THREADS'], contenders.length * seeds.length),
    warnings: requireSameData(contenders, options.force ?? false),
  };
}
