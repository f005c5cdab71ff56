import { relative, resolve } from 'node:path';
import { safeText } from '../../base/text.js';
import { version } from '../../base/version.js';
import type { CompareReport } from '../../reports/compare.js';
import type { TrainReport } from '../../reports/train.js';
import { runCompare } from '../../runs/compare.js';
import { type Contender, findRates, type Rated, type RatedContender } from '../../runs/compare-rates.js';
import { keepingWorkers } from '../../runs/kept-tasks.js';
import type { Workers } from '../../runs/task.js';
import { statusOf } from '../../runs/trial.js';
import type { Lock } from '../../storage/lock.js';
import { requireWritable } from '../../storage/named-file.js';
import type { RunFolder } from '../../storage/run-folder.js';
import { tellModules } from '../code-notice.js';
import { contenderFile, writeContenders } from '../compare/folder.js';
import { ratesLine, trialLine } from '../compare/lines.js';
import { overallProgress } from '../compare/progress.js';
import { type CompareOptions, type CompareRequest, requestAgain, requestComparison } from '../compare/request.js';
import { originsText } from '../config-request.js';
import { type ExitName, exitCode } from '../exit-codes.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { keptReports } from '../kept-reports.js';
import { newRun } from '../new-run.js';
import { dataFolders } from '../places.js';
import {
  comparisons,
  finishedTrainings,
  openComparison,
  type ResumedComparison,
  requireSameEngine,
  requireSameExamples,
  type SavedComparison,
  saveComparison,
} from '../resume/comparison.js';
import { leaveBehind, requireSaving, tellHowToGoOn } from '../resume/stopped-run.js';
import { type Screen, screenFor } from '../screen.js';
import { shellCommand } from '../shell-command.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { openTensorboard } from '../tensorboard.js';
import { workerPool } from '../workers/pool.js';

export async function run(options: CompareOptions, io: Io): Promise<number> {
  if (options.resume === undefined) return runWith(options, null, io);
  requireSaving(options.save);
  const resumed = await openComparison(options.resume, screenFor(io, options), io);
  try {
    return await runWith(options, resumed, io);
  } finally {
    await resumed.lock.release();
  }
}

async function runWith(options: CompareOptions, resumed: ResumedComparison | null, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const request = resumed ? await requestAgain(options, resumed, io) : await requestComparison(options, io);
  const { contenders } = request;
  for (const note of new Set(contenders.flatMap(({ resolved }) => resolved.notes))) screen.note(note);
  if (options.showConfig) {
    screen.print(contenders.map(({ label, resolved }) => `${safeText(label)}\n${originsText(resolved)}`).join('\n\n'));
    return exitCode('done');
  }
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);
  const board = await openTensorboard(options.tensorboard, io);
  const { allowCode = false } = options;
  const finished = resumed ? await finishedBefore(resumed, { allowCode, screen, io }) : new Map<string, TrainReport>();

  tellModules(contenders, options, io);
  const stopping = stoppingOn(io, screen, 'batch');
  const workers = workerPool({
    size: request.sharing.jobs,
    env: { ...io.env, LR_TOOL_THREADS: String(request.sharing.threads) },
    dataDirs: dataFolders(io),
    allowCode,
    tool: version,
    signal: stopping.abort,
  });
  let folder: RunFolder | null = resumed?.folder ?? null;
  let lock: Lock | null = null;
  let report: CompareReport | null = null;
  try {
    const work = { workers, note: firstOnly(screen.note), screen: screenFor(io, options) };
    const rated: Rated = resumed
      ? { ok: true, contenders: resumed.saved.contenders, tests: [] }
      : await ratedContenders(request, work);
    if (!rated.ok && rated.why !== null) return refused(rated.why, screen);
    if (rated.ok) {
      if (options.save && resumed === null) {
        const { resolved } = contenders[0]!;
        const alone = options.configs.length < 2;
        ({ folder, lock } = await newRun('compare', resolved, alone ? resolved.config : null, io));
        await writeContenders(folder, rated.contenders, rated.tests);
        await saveComparison(folder, savedOf(request, rated.contenders));
      }
      report = await trained(request, rated.contenders, { ...work, folder, finished });
    }
  } catch (error) {
    await workers.close(); // first, so that nothing more is written into the folder
    if (folder !== null) await leaveBehind(comparisons, folder, error, io);
    await lock?.release();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    await workers.close();
  }

  const signal = stopping.received();
  if (report === null || (signal !== null && report.engine === null)) {
    await folder?.discard();
    await lock?.release();
    screen.note('interrupted before any training: nothing was saved');
    return exitCode(signal ?? 'no');
  }
  const shown = () => shownReport(report, { ...screen, ...nextStep(report, contenders, folder, io) });
  try {
    await finishRun({ report, shown, folder, files: () => [] }, { out, board }, options, screen, io);
  } finally {
    await lock?.release();
  }
  if (folder !== null && comparisons.leavesWork(report)) tellHowToGoOn(comparisons, folder, io);
  return exitCode(signal ?? endOf(report));
}

const savedOf = (
  { seeds, judge, sharing: { threads }, warnings }: CompareRequest,
  contenders: readonly RatedContender[],
): SavedComparison => ({ tool: version, contenders, seeds, judge, threads, warnings });

/** The trainings that need not be done again; told, and held against the examples that there are now. */
async function finishedBefore(
  { saved, folder, shown }: ResumedComparison,
  { allowCode, screen, io }: { readonly allowCode: boolean; readonly screen: Screen; readonly io: Io },
): Promise<ReadonlyMap<string, TrainReport>> {
  const finished = await finishedTrainings(
    saved,
    keptReports(folder, () => undefined),
  );
  const all = saved.contenders.length * saved.seeds.length;
  screen.note(`resuming ${shown}: ${finished.size} of ${all} trainings are done`);
  await requireSameExamples(saved, finished, { allowCode, io });
  return finished;
}

/** Where the work is done and told. */
interface Work {
  readonly workers: Workers;
  readonly screen: Screen;
  /** Tells which engine was taken, once. */
  readonly note: (text: string) => void;
}

/** The contenders with their rates: those typed, else those of range tests. */
async function ratedContenders({ contenders, seeds }: CompareRequest, { workers, screen, note }: Work): Promise<Rated> {
  const rated = await findRates({
    contenders: contenders.map(({ label, config, baseDir }) => ({ label, config, baseDir })),
    seed: seeds[0]!,
    workers,
    onEvent: (event) => {
      if (event.kind === 'ready') note(event.engineNote);
      else screen.progress.update({ ...event, words: 'range test' });
    },
  });
  screen.progress.finish();
  if (!rated.ok) return rated;
  for (const contender of rated.contenders) if (contender.rates === 'range-test') screen.note(ratesLine(contender));
  return rated;
}

interface KeptWork extends Work {
  /** Where what comes of them is kept; null with --no-save. */
  readonly folder: RunFolder | null;
  /** Trainings done before the comparison was stopped, by name. */
  readonly finished: ReadonlyMap<string, TrainReport>;
}

/** Trains them all; what each came to is told and saved as soon as it is there. */
async function trained(
  { seeds, judge, sharing, warnings }: CompareRequest,
  contenders: readonly RatedContender[],
  { workers, screen, note, folder, finished }: KeptWork,
): Promise<CompareReport> {
  const progress = overallProgress(screen, contenders.length * seeds.length);
  return runCompare({
    contenders,
    seeds,
    judge,
    workers: folder === null ? workers : keepingWorkers(workers, keptReports(folder, screen.note)),
    tool: version,
    processes: sharing.jobs,
    warnings,
    onEvent: (trial, event) => {
      if (event.kind === 'step') return progress.update(trial, event);
      requireSameEngine(finished, event.engine);
      note(event.engineNote);
    },
    onTrial: (trial) => {
      if (statusOf(trial) !== 'skipped') progress.ended(trialLine(trial, contenders[trial.contender]!.label, judge));
    },
  });
}

function refused(why: string, screen: Screen): number {
  screen.refuse(`the range test supports no learning rate for ${why}`);
  screen.refuse('hint: pass --max-lr, or find rates with `lr-tool find` and pass its report by --from');
  return exitCode('no');
}

/** The first text only: every process tells its engine. */
function firstOnly(note: (text: string) => void): (text: string) => void {
  let told = false;
  return (text) => {
    if (!told) note(text);
    told = true;
  };
}

/** Training with the best, where there is one. */
function nextStep(
  { verdict, contenders: [best] }: CompareReport,
  contenders: readonly Contender[],
  folder: RunFolder | null,
  io: Io,
): { next?: string } {
  if (!verdict.ok || folder === null) return {};
  const number = contenders.findIndex(({ label }) => label === best!.label);
  return { next: shellCommand(['lr-tool', 'train', relative(io.cwd, contenderFile(folder, number, contenders))]) };
}

/** A lost process is the machine's; where nothing came to its end, the answer is no. */
function endOf({ contenders }: CompareReport): ExitName {
  if (contenders.some(({ runs }) => runs.some(({ status }) => status === 'failed'))) return 'machine';
  return contenders.every(({ standing }) => standing === 'unjudged') ? 'no' : 'done';
}
