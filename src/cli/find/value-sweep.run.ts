import { join, relative, resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import { formatLr } from '../../base/numbers.js';
import { safeText } from '../../base/text.js';
import { version } from '../../base/version.js';
import type { ValueSweepReport, ValueTest } from '../../reports/value-sweep.js';
import { valueSweepCsv } from '../../reports/value-sweep-csv.js';
import { keepingWorkers } from '../../runs/kept-tasks.js';
import { runValueSweep, valueLabel } from '../../runs/value-sweep.js';
import type { Lock } from '../../storage/lock.js';
import { requireWritable } from '../../storage/named-file.js';
import { type RunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { tellModules } from '../code-notice.js';
import type { FindOptions } from '../commands/find.run.js';
import { sharingOf } from '../compare/jobs.js';
import { overallProgress } from '../compare/progress.js';
import { originsText } from '../config-request.js';
import { type ExitName, exitCode } from '../exit-codes.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { keptReports } from '../kept-reports.js';
import { newRun } from '../new-run.js';
import { nextCommand } from '../next-command.js';
import { dataFolders } from '../places.js';
import { requireSameEngine } from '../resume/comparison.js';
import { rangeTests } from '../resume/range-test.js';
import { leaveBehind, type StoppedRun, tellHowToGoOn } from '../resume/stopped-run.js';
import {
  finishedValues,
  requireSameRows,
  requireSameValues,
  type SavedValueSweep,
  saveValueSweep,
} from '../resume/value-sweep.js';
import { screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { openTensorboard } from '../tensorboard.js';
import { workerPool } from '../workers/pool.js';
import { requestValues, type ValuesRequest } from './values.js';

/** `lr-tool find --sweep`: range tests at several values of a key, each in a process, a few at a time. */
export async function run(options: FindOptions, stopped: StoppedRun<SavedValueSweep> | null, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const saved = stopped?.content ?? null;
  const typed = options.sweep ?? [saved!.sweep];
  requireOneKey(typed, options);
  const request = await requestValues(typed[0]!, options, io);
  const { key, resolved, values } = request;
  const { jobs, threads } = sharingOf(options.jobs, io.env['LR_TOOL_THREADS'], values.length);
  const asked = { tool: version, sweep: typed[0]!, key, config: resolved.config, values, threads };
  if (saved !== null) requireSameValues(saved, asked);
  for (const note of request.notes) screen.note(note);
  if (options.showConfig) {
    screen.print(`${originsText(resolved)}\n${safeText(`--sweep ${typed[0]}`)}`);
    return exitCode('done');
  }
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);
  const board = await openTensorboard(options.tensorboard, io);
  const { allowCode = false } = options;
  tellModules(
    values.map(({ config }) => ({ config, baseDir: resolved.baseDir })),
    options,
    io,
  );
  const sweep = { ...asked, baseDir: saved?.baseDir ?? resolved.baseDir };
  const finished =
    stopped === null
      ? new Map<string, never>()
      : await finishedValues(
          sweep,
          keptReports(stopped.folder, () => undefined),
        );
  if (stopped !== null) {
    screen.note(`resuming ${stopped.shown}: ${finished.size} of ${values.length} values are done`);
    await requireSameRows(sweep, finished, { allowCode, io });
  }

  const stopping = stoppingOn(io, screen, 'batch');
  const workers = workerPool({
    size: jobs,
    env: { ...io.env, LR_TOOL_THREADS: String(threads) },
    dataDirs: dataFolders(io),
    allowCode,
    tool: version,
    signal: stopping.abort,
  });
  const progress = overallProgress(screen, values.length, 'values');
  let engineTold = false;
  let folder: RunFolder | null = stopped?.folder ?? null;
  let lock: Lock | null = null;
  let report: ValueSweepReport;
  try {
    if (options.save && stopped === null) {
      ({ folder, lock } = await newRun('find', resolved, resolved.config, io));
      await saveValueSweep(folder, sweep);
    }
    report = await runValueSweep({
      ...sweep,
      workers: folder === null ? workers : keepingWorkers(workers, keptReports(folder, screen.note)),
      processes: jobs,
      onEvent: (test, event) => {
        if (event.kind === 'step') return progress.update(test, event);
        requireSameEngine(finished, event.engine);
        if (!engineTold) screen.note(event.engineNote);
        engineTold = true;
      },
      onTest: (test) => {
        if (test.status !== 'skipped') progress.ended(testLine(key, test));
      },
    });
  } catch (error) {
    await workers.close(); // first, so that nothing more is written into the folder
    if (folder !== null) await leaveBehind(rangeTests, folder, error, io);
    await lock?.release();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    await workers.close();
  }

  const signal = stopping.received();
  if (signal !== null && stopped === null && report.tests.every((test) => test.report === null)) {
    await folder?.discard();
    await lock?.release();
    screen.note('interrupted before any value was done: nothing was saved');
    return exitCode(signal);
  }
  const next = nextOf(report, request, options, folder, io);
  const shown = () => shownReport(report, { ...screen, ...(next !== undefined && { next }) });
  const files = () => [{ name: 'metrics.csv', content: valueSweepCsv(report) }];
  try {
    await finishRun({ report, shown, folder, files }, { out, board }, options, screen, io);
  } finally {
    await lock?.release();
  }
  if (folder !== null && rangeTests.leavesWork(report)) tellHowToGoOn(rangeTests, folder, io);
  return exitCode(signal ?? endOf(report));
}

/** Error: USAGE */
function requireOneKey(typed: readonly string[], { budget }: FindOptions): void {
  if (typed.length > 1) {
    throw userError('USAGE', '--sweep takes one key at a time: what one value is worth is told with all else equal', {
      hint: 'sweep one key, then the other with the value that was taken: --set KEY=VALUE --sweep OTHER=...',
    });
  }
  if (budget !== undefined) {
    throw userError('USAGE', '--budget decides how many repeats there are, and all values of --sweep need as many', {
      hint: 'type --repeats 3 instead of --budget',
    });
  }
}

/** "weightDecay 1e-4: lr 0.0397, lowest 0.512 at lr 0.24"; what went wrong, where something did. */
function testLine(key: string, test: ValueTest): string {
  const { status, why, lowest, report } = test;
  const label = valueLabel(key, test);
  if (report === null) return `${label}: ${[status, ...(why === undefined ? [] : [why])].join(', ')}`;
  const { recommendation: r } = report;
  const rate = r.ok ? `lr ${formatLr(r.lr, 3)}` : `refused${r.code === undefined ? '' : ` (${r.code})`}`;
  return `${label}: ${rate}${lowest === null ? '' : `, lowest ${lowest.loss.toPrecision(3)} at lr ${formatLr(lowest.lr)}`}`;
}

/** Training with the value that was taken, and its rates. */
function nextOf(
  { key, tests, choice }: ValueSweepReport,
  { resolved, values }: ValuesRequest,
  options: FindOptions,
  folder: RunFolder | null,
  io: Io,
): string | undefined {
  const taken = choice.ok ? tests[choice.index]! : null;
  if (taken?.report == null || !choice.ok) return undefined;
  const added = `${key}=${taken.text}`;
  const { config } = values[choice.index]!;
  // standard input cannot be read twice: the saved config, which has what was typed, stands for it
  const typed =
    options.config === '-' && folder !== null
      ? {
          label: relative(io.cwd, join(folder.path, resolvedConfigFile)),
          options: { ...allowed(options), set: [added] },
        }
      : { label: resolved.label, options: { ...options, set: [...(options.set ?? []), added] } };
  return nextCommand(taken.report, { ...typed, config, cwd: io.cwd, saved: null });
}

const allowed = ({ allowCode = false }: FindOptions) => ({ allowCode });

/** A lost process is the machine's; where no value was taken, the answer is no. */
function endOf({ tests, choice }: ValueSweepReport): ExitName {
  if (tests.some(({ status }) => status === 'failed')) return 'machine';
  return choice.ok ? 'done' : 'no';
}
