import { profileNamed, ruleIn } from '../analysis/profiles.js';
import { type Repeats, repeatOf } from '../analysis/repeats/pooled.js';
import { debiasedEma } from '../analysis/smooth.js';
import { userError } from '../base/errors.js';
import type { RunConfig } from '../config/run-config.js';
import type { Dataset } from '../datasets/dataset.js';
import { normalisesBatches } from '../models/batch-norm.js';
import { traitsOf } from '../optimizers/traits.js';
import { curveReading, orNull } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import { repeatsReading } from '../reports/repeats-reading.js';
import { type AutoRangeRun, settleRange } from './auto-range.js';
import { circumstancesOf } from './circumstances.js';
import { type RepeatsRun, runRepeats } from './repeats.js';
import { type Sweep, sweepOf } from './sweep.js';

export type FindRun = RepeatsRun & AutoRangeRun;

/**
 * Runs the range test of a config, with its repeats and the rounds that look for its range, reads the curves and gives the report. The trainer is left as it was.
 *
 * Error: FIND_VALIDATION where find.validation asks for more examples than the data set has for validation.
 */
export async function runFind(run: FindRun): Promise<FindReport> {
  const { dataset, batches, spent } = run;
  const { validation, autoRange } = run.config.find;
  if (validation > dataset.validation.length) throw tooFewToValidate(validation, dataset);
  const startedAt = performance.now();
  const settled = autoRange ? await settleRange(run) : null;
  const { config } = settled ?? run;
  const { find, seed } = config;
  const sweeps = await runRepeats({ ...run, config, ...(settled && { first: settled.sweep }) });
  const sweepMs = performance.now() - startedAt;

  const [first] = sweeps as [Sweep, ...Sweep[]];
  const lr = sweepOf(config);
  const repeats: Repeats = {
    lr: lr.slice(0, longest(sweeps)),
    losses: sweeps.map(({ loss }) => loss),
    ...(find.fixedRows > 0 && { fixedLosses: sweeps.map(({ fixedLoss }) => fixedLoss) }),
  };
  const profile = profileNamed(find.profile);
  const smoother = profile?.smoother ?? (() => debiasedEma(find.smoothing));
  const rule = ruleIn(find);
  const { together, sweeps: alone } = repeatsReading(repeats, sweeps, {
    for: find.for,
    steps: find.steps,
    ...traitsOf(config.optimizer),
    ...(rule !== undefined && { rule }),
    ...(profile && { profile }),
    smoother,
    seed,
  });
  const reading = curveReading(repeatOf(repeats, 0), {
    steps: find.steps,
    stop: first.stop,
    smoother: smoother(),
    ...(profile && { profile }),
    recommendation: together.recommendation,
    sweeps: alone,
    updatesPerEpoch: batches.batchesPerEpoch / find.accumulate,
    ...(normalisesBatches(config.model) && { normalisedRows: config.batchSize }),
  });
  return {
    kind: 'lr-tool/find',
    version: 1,
    ...circumstancesOf(run, repeatable(run, sweeps.length)),
    ...(settled && { rounds: [...settled.rounds] }),
    sweep: { mode: find.mode, startLr: find.startLr, endLr: find.endLr, steps: find.steps },
    ...reading,
    ...together,
    ...(find.validation > 0 && { curve: { ...reading.curve, valLoss: first.valLoss.map(orNull) } }),
    timing: { ...spent, sweepMs, msPerStep: first.ms / Math.max(1, first.loss.length) },
  };
}

const longest = (sweeps: readonly Sweep[]) => sweeps.reduce((most, { loss }) => Math.max(most, loss.length), 0);

/** The config that repeats the run on any machine, however fast: where a budget decided, with as many sweeps as fitted. */
const repeatable = ({ config, budget }: RepeatsRun, sweeps: number): RunConfig =>
  budget === undefined ? config : { ...config, find: { ...config.find, repeats: sweeps } };

function tooFewToValidate(wanted: number, { validation }: Dataset) {
  const { length } = validation;
  return userError('FIND_VALIDATION', `find.validation is ${wanted}, but there are ${length} validation examples`, {
    hint: length === 0 ? 'set dataset.validation to a part of the rows, e.g. 0.2' : `set it to ${length} or less`,
  });
}
