import { join } from 'node:path';
import { userError } from '../../base/errors.js';
import { formatLr } from '../../base/numbers.js';
import { version } from '../../base/version.js';
import { loadConfig } from '../../config/load.js';
import type { FlagOverride } from '../../config/override.js';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.js';
import type { RunConfig } from '../../config/run-config.js';
import { liveSweep, liveTraining } from '../../plots/live.js';
import { jsonText } from '../../reports/json.js';
import { controllerWarnings } from '../../runs/controller-warnings.js';
import { runFind } from '../../runs/find.js';
import { identityOf } from '../../runs/identity.js';
import { judgedBy } from '../../runs/monitored.js';
import type { Prepared } from '../../runs/prepare.js';
import { complete, differencesFrom, ratesFor, ratesFromReport, useOf, withRates } from '../../runs/rates.js';
import type { EpochEvent } from '../../runs/train.js';
import { planOf, runTrain, type Trained } from '../../runs/train-run.js';
import type { TrainingScheduleConfig } from '../../schedules/all.js';
import { hasCheckpoints } from '../../storage/checkpoints.js';
import { type Lock, lockFolder } from '../../storage/lock.js';
import { createRunFolder, type RunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { overridesFrom } from '../config-options.js';
import { exitCode } from '../exit-codes.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { openRun, type RunOptions } from '../open-run.js';
import { runsFolder } from '../places.js';
import { readFindReport } from '../read-report.js';
import { openResumed, type ResumedRun, requireSame, resumeCommand, saverFor } from '../resume.js';
import { shortId } from '../run-id.js';
import { savedTraining } from '../saved-training.js';
import { type Screen, screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { type Stopping, stoppingOn } from '../stopping.js';
import { eventText, resultsText } from '../terminal/train-summary.js';
import { trainFlags } from './train.js';

export interface TrainOptions extends RunOptions {
  readonly from?: string;
  readonly resume?: string;
}

export async function run(options: TrainOptions, io: Io): Promise<number> {
  if (options.resume === undefined) return runWith(options, null, io);
  if (!options.save) {
    throw userError('USAGE', '--resume goes on in the folder of its run, and --no-save has none', {
      hint: 'leave one of them away',
    });
  }
  const resumed = await openResumed(options.resume, screenFor(io, options), io);
  try {
    const { config = join(resumed.folder.path, resolvedConfigFile) } = options;
    return await runWith({ ...options, config }, resumed, io);
  } finally {
    await resumed.lock.release();
  }
}

async function runWith(options: TrainOptions, resumed: ResumedRun | null, io: Io): Promise<number> {
  const screen = screenFor(io, options, liveTraining);
  const resolved = await requestTraining(options, io);
  const opened = await openRun(resolved, options, screen, io);
  if (opened === null) return exitCode('done');
  const { prepared } = opened;

  const stopping = stoppingOn(io, screen, 'batch');
  let folder: RunFolder | null = resumed?.folder ?? null;
  let lock: Lock | null = null;
  let trained: Trained;
  try {
    judgedBy(prepared.config, prepared.dataset); // a monitor that is not there is told before the range test
    const { schedule, rates } = resumed
      ? resumedSchedule(resumed)
      : await scheduleOf(prepared, screenFor(io, options, liveSweep), stopping);
    const interrupted = stopping.received();
    if (schedule === null) return exitCode(interrupted ?? 'no');
    const config = resumed ? resumedConfig(resumed, prepared.config) : withSchedule(prepared.config, schedule);
    const plan = planOf(config, schedule, prepared.batches); // contradictions are told before anything is written
    const { peakLr, stepsPerEpoch } = plan;
    for (const { message } of controllerWarnings(config, prepared.dataset, peakLr)) screen.note(`warning: ${message}`);
    if (resumed === null && options.save) {
      folder = await createRunFolder(runsFolder(io), 'train', io.date(), shortId(resolved, io));
      lock = await lockFolder(folder.path, io.processes);
      await folder.write(resolvedConfigFile, jsonText(config));
    }
    const identity = folder && identityOf({ ...prepared, tool: version }, plan);
    if (resumed && identity) requireSame(resumed, identity);
    trained = await runTrain({
      ...prepared,
      config,
      schedule,
      rates,
      tool: version,
      signal: stopping.abort,
      ...(resumed && { from: resumed.from }),
      ...(folder && identity && { save: saverFor(folder, { ...identity, config }, rates, stepsPerEpoch) }),
      onStep: ({ step, lr, loss }, total) => screen.progress.update({ done: step + 1, total, loss, lr }),
      onEpoch: (event) => {
        screen.progress.finish();
        screen.note(epochLine(event, config.train.epochs));
        for (const action of event.actions) screen.note(eventText({ epoch: event.epoch, ...action }));
      },
    });
  } catch (error) {
    if (folder !== null && !(await hasCheckpoints(folder.path))) await folder.discard();
    await lock?.release();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    prepared.trainer.dispose();
  }

  const { report } = trained;
  const shown = () => shownReport(report, screen);
  try {
    await finishRun({ report, shown, folder, files: () => savedTraining(trained) }, opened, options, screen, io);
  } finally {
    await lock?.release();
  }
  if (folder !== null && report.stop === 'interrupted') screen.note(`to go on: ${resumeCommand(folder, io)}`);
  if (folder !== null && 'why' in trained.topology) screen.note(`no model.json was written: ${trained.topology.why}`);
  return exitCode(stopping.received() ?? (report.stop === 'non-finite' ? 'no' : 'done'));
}

const withSchedule = (config: RunConfig, schedule: TrainingScheduleConfig): RunConfig => ({
  ...config,
  train: { ...config.train, schedule },
});

const resumedSchedule = ({ identity, rates }: ResumedRun) => ({
  schedule: complete(identity.config.train.schedule),
  rates,
});

/** The config that the run began with; how often it is saved may change on the way. */
const resumedConfig = ({ identity: { config } }: ResumedRun, { train: { checkpointEvery } }: RunConfig): RunConfig => ({
  ...config,
  train: { ...config.train, checkpointEvery },
});

/** The config, with the rates of --from below what other flags say and above all else. */
async function requestTraining(options: TrainOptions, io: Io): Promise<ResolvedConfig> {
  const { config, set = [], allowCode = false, from } = options;
  const source = await loadConfig({ config, cwd: io.cwd, readStdin: io.readStdin, allowCode });
  const typed = overridesFrom(trainFlags, options);
  const resolveWith = (flags: readonly FlagOverride[]) =>
    resolveConfig({ source, cwd: io.cwd, env: io.env, set, flags });
  if (from === undefined) return resolveWith(typed);
  const report = await readFindReport(from, io);
  const naming = typed.filter(({ path }) => path === 'train.schedule.name');
  const { name } = resolveWith(naming).config.train.schedule;
  const found = Object.entries(ratesFromReport(report, from, name)).map(([key, lr]) => ({
    path: `train.schedule.${key}`,
    value: String(lr),
    origin: '--from',
  }));
  const resolved = resolveWith([...found, ...typed]);
  const different = differencesFrom(report, resolved.config);
  if (different.length === 0) return resolved;
  const note = `${from} was made with other values of ${different.join(', ')}: its rates may not fit`;
  return { ...resolved, notes: [...resolved.notes, note] };
}

/** The schedule with its rates; without maxLr a range test looks for them. null where it finds none or is interrupted. */
async function scheduleOf(
  prepared: Prepared,
  screen: Screen,
  stopping: Stopping,
): Promise<{ readonly schedule: TrainingScheduleConfig | null; readonly rates: 'given' | 'range-test' }> {
  const { schedule } = prepared.config.train;
  const given = complete(schedule);
  if (given !== null) return { schedule: given, rates: 'given' };
  const total = prepared.config.find.steps;
  screen.note(`no maxLr given: a range test of ${total} updates looks for it`);
  const { recommendation, stop } = await runFind({
    ...prepared,
    config: { ...prepared.config, find: { ...prepared.config.find, for: useOf(schedule.name) } },
    tool: version,
    signal: stopping.abort,
    onPoint: ({ step, lr, loss }) => screen.progress.update({ done: step + 1, total, loss, lr }),
  });
  screen.progress.finish();
  if (stop === 'interrupted') return { schedule: null, rates: 'range-test' };
  if (!recommendation.ok) {
    screen.note(`the range test supports no learning rate: ${recommendation.why.join('; ')}`);
    screen.note('hint: pass --max-lr, or look at `lr-tool find`');
    return { schedule: null, rates: 'range-test' };
  }
  const rates = ratesFor(schedule.name, recommendation);
  const text = Object.entries(rates).map(([key, lr]) => `${key} ${formatLr(lr, 3)}`);
  screen.note(`found ${text.join(', ')} (confidence ${recommendation.confidence})`);
  return { schedule: withRates(schedule, rates), rates: 'range-test' };
}

/** "epoch  3 of 10  loss 0.2134, validation loss 0.2011, accuracy 0.9583, lr 0.05". */
function epochLine({ epoch, loss, validation, lr }: EpochEvent, epochs: number): string {
  const results = resultsText({ loss, valLoss: validation?.loss, metrics: validation?.metrics ?? {} });
  return `epoch ${String(epoch).padStart(String(epochs).length)} of ${epochs}  ${results}, lr ${formatLr(lr, 3)}`;
}
