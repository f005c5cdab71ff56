import { relative, resolve } from 'node:path';
import { safeText } from '../../base/text.js';
import { version } from '../../base/version.js';
import type { CompareReport } from '../../reports/compare.js';
import { reportText } from '../../reports/write.js';
import { runCompare } from '../../runs/compare.js';
import { findRates, type Rated, type RatedContender } from '../../runs/compare-rates.js';
import { keepingWorkers } from '../../runs/kept-tasks.js';
import type { Workers } from '../../runs/task.js';
import { statusOf } from '../../runs/trial.js';
import { atomicWrite, requireWritable } from '../../storage/atomic-write.js';
import { tellModules } from '../code-notice.js';
import { type CompareFolder, createCompareFolder } from '../compare/folder.js';
import { ratesLine, trialLine } from '../compare/lines.js';
import { overallProgress } from '../compare/progress.js';
import { type CompareOptions, type CompareRequest, requestComparison } from '../compare/request.js';
import { originsText } from '../config-request.js';
import { type ExitName, exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { keptReports } from '../kept-reports.js';
import { dataFolders } from '../places.js';
import { type Screen, screenFor } from '../screen.js';
import { shellCommand } from '../shell-command.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { workerPool } from '../workers/pool.js';

export async function run(options: CompareOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const request = await requestComparison(options, io);
  const { contenders } = request;
  for (const note of new Set(contenders.flatMap(({ resolved }) => resolved.notes))) screen.note(note);
  if (options.showConfig) {
    screen.print(contenders.map(({ label, resolved }) => `${safeText(label)}\n${originsText(resolved)}`).join('\n\n'));
    return exitCode('done');
  }
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);

  tellModules(contenders, options, io);
  const stopping = stoppingOn(io, screen, 'batch');
  const workers = workerPool({
    size: request.sharing.jobs,
    env: { ...io.env, LR_TOOL_THREADS: String(request.sharing.threads) },
    dataDirs: dataFolders(io),
    allowCode: options.allowCode ?? false,
    tool: version,
    signal: stopping.abort,
  });
  let folder: CompareFolder | null = null;
  let report: CompareReport | null = null;
  try {
    const work = { workers, note: firstOnly(screen.note) };
    const rated = await ratedContenders(request, { ...work, screen: screenFor(io, options) });
    if (!rated.ok && rated.why !== null) return refused(rated.why, screen);
    if (rated.ok) {
      const content = { ...rated, resolved: contenders[0]!.resolved, alone: options.configs.length < 2 };
      if (options.save) folder = await createCompareFolder(content, io);
      report = await trained(request, rated.contenders, { ...work, screen: screenFor(io, options), folder });
    }
  } catch (error) {
    await workers.close(); // first, so that nothing more is written into the folder
    await folder?.run.discard();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    await workers.close();
  }

  const signal = stopping.received();
  if (report === null || (signal !== null && report.engine === null)) {
    await folder?.run.discard();
    screen.note('interrupted before any training: nothing was saved');
    return exitCode(signal ?? 'no');
  }
  const text = reportText(report);
  if (options.json) io.out.write(text);
  else screen.print(shownReport(report, { ...screen, ...nextStep(report, folder, io) }));
  if (out !== null) await atomicWrite(out, text, io.files);
  if (folder !== null) {
    await folder.saveReport(text);
    screen.note(`saved in ${folder.run.path}`);
  }
  return exitCode(signal ?? endOf(report));
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

/** Trains them all; what each came to is told and saved as soon as it is there. */
async function trained(
  { seeds, judge, sharing, warnings }: CompareRequest,
  contenders: readonly RatedContender[],
  { workers, screen, note, folder }: Work & { readonly folder: CompareFolder | null },
): Promise<CompareReport> {
  const progress = overallProgress(screen, contenders.length * seeds.length);
  return runCompare({
    contenders,
    seeds,
    judge,
    workers: folder === null ? workers : keepingWorkers(workers, keptReports(folder.run, screen.note), () => undefined),
    tool: version,
    processes: sharing.jobs,
    warnings,
    onEvent: (trial, event) => {
      if (event.kind === 'ready') note(event.engineNote);
      else progress.update(trial, event);
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
function nextStep({ verdict, contenders }: CompareReport, folder: CompareFolder | null, io: Io): { next?: string } {
  if (!verdict.ok || folder === null) return {};
  return { next: shellCommand(['lr-tool', 'train', relative(io.cwd, folder.configOf(contenders[0]!.label))]) };
}

/** A lost process is the machine's; where nothing came to its end, the answer is no. */
function endOf({ contenders }: CompareReport): ExitName {
  if (contenders.some(({ runs }) => runs.some(({ status }) => status === 'failed'))) return 'machine';
  return contenders.every(({ standing }) => standing === 'unjudged') ? 'no' : 'done';
}
