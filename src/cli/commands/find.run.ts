import { join } from 'node:path';
import { version } from '../../base/version.js';
import { liveSweep } from '../../plots/live.js';
import { curveCsv } from '../../reports/curve-csv.js';
import type { FindReport } from '../../reports/find.js';
import { runFind } from '../../runs/find.js';
import { createRunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { requestConfig } from '../config-request.js';
import { exitCode } from '../exit-codes.js';
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

export async function run(options: RunOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options, liveSweep);
  const resolved = await requestConfig(options, findFlags, io);
  const opened = await openRun(resolved, options, screen, io);
  if (opened === null) return exitCode('done');
  const { prepared } = opened;
  const folder = options.save ? await createRunFolder(runsFolder(io), 'find', io.date(), shortId(resolved, io)) : null;

  const stopping = stoppingOn(io, screen, 'batch');
  let report: FindReport;
  try {
    const total = prepared.config.find.steps;
    report = await runFind({
      ...prepared,
      tool: version,
      signal: stopping.abort,
      onPoint: ({ step, lr, loss }) => screen.progress.update({ done: step + 1, total, loss, lr }),
    });
  } catch (error) {
    await folder?.discard();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    prepared.trainer.dispose();
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
