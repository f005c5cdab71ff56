import { spreadOf } from '../analysis/paired.js';
import { confidence, rank } from '../analysis/ranking.js';
import type { ComparedRun, CompareReport } from '../reports/compare.js';
import type { TrainReport } from '../reports/train.js';
import type { Comparison } from './compare.js';
import { defaultJudge, type Judge, judgedValue } from './judge.js';
import { statusOf, type Trial } from './trial.js';

export interface Ended extends Pick<Comparison, 'contenders' | 'seeds' | 'judge' | 'tool' | 'processes' | 'warnings'> {
  /** All of the plan. */
  readonly trials: readonly Trial[];
  readonly wallMs: number;
}

/** The report of a comparison whose trials have ended. */
export function comparisonReport(ended: Ended): CompareReport {
  const { contenders, seeds, trials, tool } = ended;
  const reports = trials.flatMap(({ outcome }) => (outcome.ok ? [outcome.report] : []));
  const judge = ended.judge ?? defaultJudge(reports.every(({ data }) => data.validation > 0));
  const runs = contenders.map((_, contender) =>
    seeds.map((seed) => runOf(trials.find((one) => one.contender === contender && one.seed === seed)!, judge)),
  );
  const entrants = contenders.map(({ label }, contender) => ({
    label,
    values: runs[contender]!.map(({ value }) => value),
    diverged: runs[contender]!.filter(({ status }) => status === 'diverged').length,
  }));
  const ranking = rank(entrants, judge.better);
  const [first] = reports;
  return {
    kind: 'lr-tool/compare',
    version: 1,
    tool,
    judge: { ...judge, confidence },
    seeds: [...seeds],
    seedsJudged: ranking.seeds.map((i) => seeds[i]!),
    engine: first?.engine ?? null,
    data: first ? { name: first.data.name, train: first.data.train, validation: first.data.validation } : null,
    contenders: ranking.places.map(({ entrant, spread, difference, standing }, place) => {
      const { label, config, rates } = contenders[entrant]!;
      const { name, ...parameters } = config.train.schedule;
      return {
        label,
        rank: place + 1,
        standing,
        config: { ...config },
        schedule: { name, parameters, rates },
        value: spread && { ...spread },
        metrics: spread === null ? {} : meanMetrics(ranking.seeds.map((i) => runs[entrant]![i]!)),
        difference: difference && { mean: difference.mean, interval: difference.interval && [...difference.interval] },
        runs: runs[entrant]!,
      };
    }),
    verdict: { ok: ranking.verdict.ok, why: [...ranking.verdict.why] },
    stop: runs.flat().some(({ status }) => status === 'interrupted' || status === 'skipped')
      ? 'interrupted'
      : 'completed',
    warnings: [...ended.warnings],
    timing: { wallMs: ended.wallMs, processes: ended.processes },
  };
}

function runOf({ seed, outcome }: Trial, judge: Judge): ComparedRun {
  const status = statusOf({ outcome });
  if (!outcome.ok) {
    return { seed, status, why: outcome.why, value: null, firstLoss: null, training: null, timing: null };
  }
  const { steps, epochs, best, weights, timing, failure, restoredEpoch } = outcome.report;
  const final = restoredEpoch === undefined ? outcome.report.final : outcomeOf(epochs, restoredEpoch);
  const why =
    failure && `the ${failure.what} became ${failure.loss} at update ${failure.step} (epoch ${failure.epoch})`;
  return {
    seed,
    status,
    ...(why !== undefined && { why }),
    value: status === 'completed' ? judgedValue(judge, final) : null,
    firstLoss: steps.loss[0] ?? null,
    training: { epochs, best, final, sha256: weights.sha256 },
    timing: { trainMs: timing.trainMs, msPerStep: timing.msPerStep },
  };
}

/** The results of an epoch: of early stopping that restores the best weights, the epoch that they are of. */
function outcomeOf({ epoch, loss, valLoss, metrics }: TrainReport['epochs'], wanted: number): TrainReport['final'] {
  const at = epoch.indexOf(wanted);
  return {
    epoch: wanted,
    loss: loss[at]!,
    ...(valLoss && { valLoss: valLoss[at]! }),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, values[at]!])),
  };
}

/** Those that every run has. */
function meanMetrics(runs: readonly ComparedRun[]): Record<string, number> {
  const results = runs.map(({ training }) => training?.final?.metrics ?? {});
  const names = Object.keys(results[0] ?? {});
  const columns = names.map((name) => [name, results.map((one) => one[name] ?? null)] as const);
  return Object.fromEntries(
    columns.flatMap(([name, values]) => {
      const known = values.filter((value) => value !== null);
      return known.length === values.length ? [[name, spreadOf(known).mean] as const] : [];
    }),
  );
}
