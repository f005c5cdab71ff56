import { join } from 'node:path';
import { version } from '../../base/version.js';
import type { RunConfig } from '../../config/run-config.js';
import { liveSweep } from '../../plots/live.js';
import { curveCsv } from '../../reports/curve-csv.js';
import type { FindReport } from '../../reports/find.js';
import { runFind } from '../../runs/find.js';
import { createRunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { sharingOf } from '../compare/jobs.js';
import { requestConfig } from '../config-request.js';
import { exitCode } from '../exit-codes.js';
import { budgetOf } from '../find/budget.js';
import { sweepHelpers } from '../find/sweepers.js';
import { sweepProgress } from '../find/progress.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { nextCommand } from '../next-command.js';
import { openRun, type RunOptions } from '../open-run.js';
import { runsFolder } from '../places.js';
import { shortId } from '../run-id.js';
import { screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { findFlags } from './find.js';

export interface FindOptions extends RunOptions {
  readonly budget?: string;
  readonly jobs?: string;
}

/** Most sweeps that a budget is filled with, where --repeats does not say. */
const mostByBudget = 100;

export async function run(options: FindOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options, liveSweep);
  const resolved = await requestConfig(options, findFlags, io);
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
  const folder = options.save
    ? await createRunFolder(runsFolder(io), 'find', io.date(), shortId(resolved, io), io.files)
    : null;

  let report: FindReport;
  try {
    report = await runFind({
      ...prepared,
      config,
      tool: version,
      signal: stopping.abort,
      ...(help.helpers && { helpers: help.helpers }),
      ...(budgetMs !== null && { budget: { ms: budgetMs, spent: io.elapsed } }),
      ...sweepProgress(config, screen),
    });
  } catch (error) {
    await folder?.discard();
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
  await finishRun({ report, shown, folder, files }, opened, options, screen, io);
  return exitCode(stopping.received() ?? (report.recommendation.ok ? 'done' : 'no'));
}

const withRoom = (config: RunConfig): RunConfig =>
  config.find.repeats > 1 ? config : { ...config, find: { ...config.find, repeats: mostByBudget } };
