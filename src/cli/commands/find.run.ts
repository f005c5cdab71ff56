import { join } from 'node:path';
import { userError } from '../../base/errors.js';
import { version } from '../../base/version.js';
import type { RunConfig } from '../../config/run-config.js';
import { liveSweep } from '../../plots/live.js';
import { curveCsv } from '../../reports/curve-csv.js';
import type { FindReport } from '../../reports/find.js';
import { runFind } from '../../runs/find.js';
import { differencesOf, identityOf, intentDifferences, rangeTestLeeway } from '../../runs/identity.js';
import type { Run } from '../../runs/prepare.js';
import type { RepeatsRun } from '../../runs/repeats.js';
import { hasCheckpoints } from '../../storage/checkpoints.js';
import type { Lock } from '../../storage/lock.js';
import { type RunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { sharingOf } from '../compare/jobs.js';
import { requestConfig } from '../config-request.js';
import { exitCode } from '../exit-codes.js';
import { budgetOf } from '../find/budget.js';
import { sweepProgress } from '../find/progress.js';
import { sweepHelpers } from '../find/sweepers.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { newRun } from '../new-run.js';
import { nextCommand } from '../next-command.js';
import { openRun, type RunOptions } from '../open-run.js';
import { requireSame } from '../resume/mismatch.js';
import { type ResumedRangeTest, rangeTestSaver, rangeTests, resumedRangeTest } from '../resume/range-test.js';
import { leaveBehind, openStopped, requireSaving, tellHowToGoOn } from '../resume/stopped-run.js';
import { screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { findFlags } from './find.js';

export interface FindOptions extends RunOptions {
  readonly budget?: string;
  readonly jobs?: string;
  readonly resume?: string;
  /** As often as it was typed. */
  readonly sweep?: readonly string[];
}

/** Most sweeps that a budget is filled with, where --repeats does not say. */
const mostByBudget = 100;

export async function run(options: FindOptions, io: Io): Promise<number> {
  if (options.resume === undefined) {
    if (options.sweep !== undefined) return (await import('../find/value-sweep.run.js')).run(options, null, io);
    return runWith(options, null, io);
  }
  requireSaving(options.save);
  if (options.budget !== undefined) {
    throw userError('USAGE', '--budget counts from the start of one process: it does not go with --resume', {
      hint: 'leave one of them away',
    });
  }
  const screen = screenFor(io, options);
  const stopped = await openStopped(rangeTests, options.resume, screen, io);
  try {
    const { config = join(stopped.folder.path, resolvedConfigFile) } = options;
    const again = { ...options, config };
    const { content } = stopped;
    if ('sweep' in content) {
      return await (await import('../find/value-sweep.run.js')).run(again, { ...stopped, content }, io);
    }
    if (options.sweep !== undefined) throw noValuesIn(stopped.shown);
    return await runWith(again, resumedRangeTest({ ...stopped, content }, screen), io);
  } finally {
    await stopped.lock.release();
  }
}

const noValuesIn = (shown: string) =>
  userError('RESUME_MISMATCH', `${shown} is a range test without --sweep`, {
    hint: 'resume it without --sweep, or start anew without --resume',
  });

async function runWith(options: FindOptions, resumed: ResumedRangeTest | null, io: Io): Promise<number> {
  const screen = screenFor(io, options, liveSweep);
  const resolved = await requestConfig(options, findFlags, io);
  if (resumed) {
    const intent = { tool: version, config: resolved.config };
    requireSame(intentDifferences(resumed.identity, intent, rangeTestLeeway), null); // before data and engine are loaded
  }
  const budgetMs = options.budget === undefined ? null : budgetOf(options.budget);
  const wanted = budgetMs === null ? resolved.config.find : withRoom(resolved.config).find;
  const { jobs } = sharingOf(options.jobs, io.env['LR_TOOL_THREADS'], wanted.repeats);
  const opened = await openRun(resolved, options, screen, io);
  if (opened === null) return exitCode('done');
  const { prepared } = opened;
  const config = budgetMs === null ? prepared.config : withRoom(prepared.config);
  const stopping = stoppingOn(io, screen, 'batch');
  const { baseDir } = resolved;
  const allowCode = options.allowCode ?? false;
  const eager = options.jobs !== undefined;
  const help = sweepHelpers({ prepared, baseDir, allowCode, jobs, eager, signal: stopping.abort }, io);
  // how many sweeps a budget holds depends on the clock of one process, and ranges are looked for in several sweeps
  const isResumable = budgetMs === null && !config.find.autoRange;

  let folder: RunFolder | null = resumed?.folder ?? null;
  let lock: Lock | null = null;
  let report: FindReport;
  try {
    if (options.save && resumed === null) {
      ({ folder, lock } = await newRun('find', resolved, config, io));
    }
    if (resumed) {
      const identity = identityOf({ ...prepared, config, tool: version });
      requireSame(differencesOf(resumed.identity, identity, rangeTestLeeway), null);
    }
    report = await runFind({
      ...prepared,
      config,
      tool: version,
      signal: stopping.abort,
      ...(help.helpers && { helpers: help.helpers }),
      ...(budgetMs !== null && { budget: { ms: budgetMs, spent: io.elapsed } }),
      ...(resumed && { from: resumed.from }),
      ...(folder !== null && isResumable && { save: saverFor(folder, { ...prepared, config, tool: version }) }),
      ...sweepProgress(config, screen),
    });
  } catch (error) {
    if (folder !== null) await leaveBehind(rangeTests, folder, error, io);
    await lock?.release();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    prepared.trainer.dispose();
    await help.close();
  }

  const shown = () => {
    const saved = folder === null ? null : join(folder.path, resolvedConfigFile);
    const typed = { label: resolved.label, config: prepared.config, options, cwd: io.cwd, saved };
    const next = nextCommand(report, typed);
    return shownReport(report, { ...screen, ...(next !== undefined && { next }) });
  };
  const files = () => [{ name: 'metrics.csv', content: curveCsv(report) }];
  try {
    await finishRun({ report, shown, folder, files }, opened, options, screen, io);
  } finally {
    await lock?.release();
  }
  if (folder !== null && rangeTests.leavesWork(report) && (await hasCheckpoints(folder.path))) {
    tellHowToGoOn(rangeTests, folder, io);
  }
  return exitCode(stopping.received() ?? (report.recommendation.ok ? 'done' : 'no'));
}

/** What the run is, which takes a look at all data, is found out when the first checkpoint is saved: few sweeps have one. */
function saverFor(folder: RunFolder, run: Run): NonNullable<RepeatsRun['save']> {
  let saver: NonNullable<RepeatsRun['save']> | undefined;
  return (snapshot) => {
    saver ??= rangeTestSaver(folder, identityOf(run));
    return saver(snapshot);
  };
}

const withRoom = (config: RunConfig): RunConfig =>
  config.find.repeats > 1 ? config : { ...config, find: { ...config.find, repeats: mostByBudget } };
