import { divergence } from '../analysis/divergence.js';
import type { RateTrial, TrialTest, TrialValues } from '../analysis/trials/trial-test.js';
import { orNull } from '../reports/curve-reading.js';
import type { TrialsReport } from '../reports/trials.js';
import { circumstancesOf } from './circumstances.js';
import type { Run } from './prepare.js';
import { rangeTest } from './range-test.js';

export interface TrialsRun extends Run {
  readonly test: TrialTest;
  readonly values: TrialValues;
  readonly onStep?: (step: {
    readonly done: number;
    readonly total: number;
    readonly loss: number;
    readonly lr: number;
  }) => void;
  readonly onTrial?: (trial: RateTrial) => void;
}

/** Does the trials of a test one after another, each from the initial weights, and gives the report. */
export async function runTrials(run: TrialsRun): Promise<TrialsReport> {
  const { test, values, spent, signal, onTrial } = run;
  const startedAt = performance.now();
  const trials: RateTrial[] = [];
  for (let lr = test.next(trials, values); lr !== null; lr = test.next(trials, values)) {
    const trial = await trialAt(run, lr);
    if (signal?.aborted) break;
    trials.push(trial);
    onTrial?.(trial);
  }
  const verdict = signal?.aborted ? { ok: false as const, why: ['it was interrupted'] } : test.verdict(trials, values);
  return {
    kind: 'lr-tool/trials',
    version: 1,
    ...circumstancesOf(run),
    test: test.name,
    options: Object.fromEntries(Object.entries(values).map(([flag, numbers]) => [flag, [...numbers]])),
    trials: trials.map(({ lr, loss, stop }) => ({ lr, loss: loss.map(orNull), stop })),
    verdict,
    timing: { ...spent, trialsMs: performance.now() - startedAt },
  };
}

async function trialAt(run: TrialsRun, lr: number): Promise<RateTrial> {
  const { test, values, config, batches, trainer, signal, onStep } = run;
  const total = values['--steps']![0]!;
  const steps = rangeTest({
    trainer,
    lrs: Array.from({ length: total }, () => lr),
    batch: (k) => batches.batch(test.oneBatch ? 0 : k),
    accumulate: test.oneBatch ? 1 : config.find.accumulate,
    watch: lr === 0 ? () => null : divergence({ factor: config.find.divergeFactor, smoothing: config.find.smoothing }),
    ...(signal && { signal }),
  });
  const loss: number[] = [];
  let next = await steps.next();
  for (; !next.done; next = await steps.next()) {
    loss.push(next.value.loss);
    onStep?.({ done: loss.length, total, loss: next.value.loss, lr });
  }
  return { lr, loss, stop: next.value };
}
