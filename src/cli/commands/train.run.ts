import { join } from 'node:path';
import { userError } from '../../base/errors.js';
import { formatLr } from '../../base/numbers.js';
import { version } from '../../base/version.js';
import { loadConfig } from '../../config/load.js';
import type { FlagOverride } from '../../config/override.js';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.js';
import type { RunConfig } from '../../config/run-config.js';
import { controllerKeys } from '../../controllers/all.js';
import { liveSweep, liveTraining } from '../../plots/live.js';
import { controllerWarnings } from '../../runs/controller-warnings.js';
import { runFind } from '../../runs/find.js';
import { differencesOf, identityOf, intentDifferences, trainingLeeway } from '../../runs/identity.js';
import { judgedBy } from '../../runs/monitored.js';
import type { Prepared } from '../../runs/prepare.js';
import { complete, differencesFrom, ratesFor, ratesFromReport, useOf, withRates } from '../../runs/rates.js';
import type { Snapshot } from '../../runs/snapshot.js';
import type { EpochEvent } from '../../runs/train.js';
import { planOf, runTrain, type Trained } from '../../runs/train-run.js';
import type { TrainingScheduleConfig } from '../../schedules/all.js';
import type { Lock } from '../../storage/lock.js';
import { type RunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import { tellCode } from '../code-notice.js';
import { overridesFrom } from '../config-options.js';
import { exitCode } from '../exit-codes.js';
import { sweepProgress } from '../find/progress.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { newRun } from '../new-run.js';
import { openRun, type RunOptions } from '../open-run.js';
import { readFindReport } from '../read-report.js';
import { requireSame } from '../resume/mismatch.js';
import { leaveBehind, requireSaving, tellHowToGoOn } from '../resume/stopped-run.js';
import { openTraining, type ResumedTraining, saverFor, trainings } from '../resume/training.js';
import { savedTraining } from '../saved-training.js';
import { type Screen, screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { type Stopping, stoppingOn } from '../stopping.js';
import { eventText, resultsText } from '../terminal/train-summary.js';
import { trainFlags } from './train.js';

export interface TrainOptions extends RunOptions {
  readonly from?: string;
  readonly resume?: string;
  readonly force?: boolean;
}

export async function run(options: TrainOptions, io: Io): Promise<number> {
  if (options.resume === undefined) {
    if (options.force) throw userError('USAGE', '--force goes with --resume', { hint: 'leave it away' });
    return runWith(options, null, io);
  }
  requireSaving(options.save);
  const resumed = await openTraining(options.resume, screenFor(io, options), io);
  try {
    const { config = join(resumed.folder.path, resolvedConfigFile) } = options;
    return await runWith({ ...options, config }, resumed, io);
  } finally {
    await resumed.lock.release();
  }
}

async function runWith(options: TrainOptions, resumed: ResumedTraining | null, io: Io): Promise<number> {
  const screen = screenFor(io, options, liveTraining);
  const { force = false } = options;
  const resolved = await requestTraining(options, io);
  if (resumed) {
    const { identity, rates } = resumed;
    const intent = { tool: version, config: resolved.config };
    requireSame(intentDifferences(identity, intent, trainingLeeway(rates === 'range-test')), force); // before data and engine are loaded
  }
  const opened = await openRun(resolved, options, screen, io);
  if (opened === null) return exitCode('done');
  const { prepared } = opened;

  const stopping = stoppingOn(io, screen, 'batch');
  let folder: RunFolder | null = resumed?.folder ?? null;
  let lock: Lock | null = null;
  let trained: Trained;
  try {
    if (options.save) requireResumable(prepared);
    judgedBy(prepared.config, prepared.dataset); // a monitor that is not there is told before the range test
    const { schedule, rates } = resumed
      ? resumedSchedule(resumed, prepared.config, force)
      : await scheduleOf(prepared, screenFor(io, options, liveSweep), stopping);
    const interrupted = stopping.received();
    if (schedule === null) {
      stopping.stopListening();
      return exitCode(interrupted ?? 'no');
    }
    const config =
      resumed && !force ? resumedConfig(resumed, prepared.config) : withSchedule(prepared.config, schedule);
    const plan = planOf(config, schedule, prepared.batches); // contradictions are told before anything is written
    const { peakLr, stepsPerEpoch } = plan;
    for (const { message } of controllerWarnings(config, prepared.dataset, peakLr)) screen.note(`warning: ${message}`);
    if (resumed === null && options.save) {
      ({ folder, lock } = await newRun('train', resolved, config, io));
    }
    const identity = folder && identityOf({ ...prepared, config, tool: version }, plan);
    const differences =
      resumed && identity ? differencesOf(resumed.identity, identity, trainingLeeway(rates === 'range-test')) : [];
    requireSame(differences, force);
    const forced = [...new Set([...(resumed?.forced ?? []), ...differences])];
    trained = await runTrain({
      ...prepared,
      config,
      schedule,
      rates,
      tool: version,
      signal: stopping.abort,
      forced,
      ...(resumed && { from: startOf(resumed, config) }),
      ...(folder &&
        identity &&
        prepared.trainer.whyNotResumable === null && {
          save: saverFor(folder, { identity, rates, forced }, stepsPerEpoch),
        }),
      onStep: ({ step, lr, loss }, total) => screen.progress.update({ done: step + 1, total, loss, lr }),
      onEpoch: (event) => {
        screen.progress.finish();
        screen.note(epochLine(event, config.train.epochs));
        for (const action of event.actions) screen.note(eventText({ epoch: event.epoch, ...action }));
      },
    });
  } catch (error) {
    if (folder !== null) await leaveBehind(trainings, folder, error, io);
    await lock?.release();
    stopping.stopListening();
    throw error;
  } finally {
    screen.progress.finish();
    prepared.trainer.dispose();
  }

  const { report } = trained;
  const shown = () => shownReport(report, screen);
  try {
    await finishRun({ report, shown, folder, files: () => savedTraining(trained) }, opened, options, screen, io);
  } catch (error) {
    if (folder !== null) await leaveBehind(trainings, folder, error, io);
    throw error;
  } finally {
    await lock?.release();
    stopping.stopListening();
  }
  if (folder !== null && report.stop === 'interrupted') tellHowToGoOn(trainings, folder, io);
  if (folder !== null && 'why' in trained.topology) screen.note(`no model.json was written: ${trained.topology.why}`);
  return exitCode(stopping.received() ?? (report.stop === 'non-finite' ? 'no' : 'done'));
}

const withSchedule = (config: RunConfig, schedule: TrainingScheduleConfig): RunConfig => ({
  ...config,
  train: { ...config.train, schedule },
});

/** Error: NOT_RESUMABLE where checkpoints are asked for that a training could not go on from. */
function requireResumable({ trainer: { whyNotResumable }, config }: Prepared): void {
  if (whyNotResumable === null || config.train.checkpointEvery === 0) return;
  throw userError('NOT_RESUMABLE', `this training could not be resumed: ${whyNotResumable}`, {
    hint: 'pass --checkpoint-every 0 to train without checkpoints, or make the model depend on its weights alone',
  });
}

/** The schedule that the training began with; forced, that of the config where it is complete. */
const resumedSchedule = ({ identity, rates }: ResumedTraining, { train }: RunConfig, force: boolean) => {
  const typed = force ? complete(train.schedule) : null;
  return { schedule: typed ?? complete(identity.config.train.schedule), rates };
};

/** The config that the run began with; how often it is saved may change on the way. */
const resumedConfig = (
  { identity: { config } }: ResumedTraining,
  { train: { checkpointEvery } }: RunConfig,
): RunConfig => ({
  ...config,
  train: { ...config.train, checkpointEvery },
});

/** Where the training goes on. Controllers that are not those of before, which only --force allows, begin anew. */
function startOf({ from, identity }: ResumedTraining, { train }: RunConfig): Snapshot {
  const before = identity.config.train;
  if (controllerKeys.every((key) => JSON.stringify(before[key]) === JSON.stringify(train[key]))) return from;
  return { ...from, position: { ...from.position, control: { panel: null, scale: 1, kept: null } } };
}

/** The config, with the rates of --from below what other flags say and above all else. */
async function requestTraining(options: TrainOptions, io: Io): Promise<ResolvedConfig> {
  const { config, set = [], allowCode = false, from } = options;
  const source = await loadConfig({ config, cwd: io.cwd, readStdin: io.readStdin, allowCode, onCode: tellCode(io) });
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
  const { steps, repeats } = prepared.config.find;
  const updates = repeats === 1 ? `${steps} updates` : `${repeats} times ${steps} updates`;
  screen.note(`no maxLr given: a range test of ${updates} looks for it`);
  const config = { ...prepared.config, find: { ...prepared.config.find, for: useOf(schedule.name) } };
  const { recommendation, stop } = await runFind({
    ...prepared,
    config,
    tool: version,
    signal: stopping.abort,
    ...sweepProgress(config, screen),
  });
  screen.progress.finish();
  if (stop === 'interrupted') return { schedule: null, rates: 'range-test' };
  if (!recommendation.ok) {
    screen.refuse(`the range test supports no learning rate: ${recommendation.why.join('; ')}`);
    screen.refuse('hint: pass --max-lr, or look at `lr-tool find`');
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
