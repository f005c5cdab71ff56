import { rangeAdvice } from '../analysis/range-advice.js';
import type { RunConfig } from '../config/run-config.js';
import { orNull } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import type { Run } from './prepare.js';
import { runSweep, type Sweep, sweepOf } from './sweep.js';

/** A sweep whose range did not show enough. */
export type Round = NonNullable<FindReport['rounds']>[number];

export interface AutoRangeRun extends Run {
  readonly onStep?: (step: {
    readonly sweep: number;
    readonly done: number;
    readonly loss: number;
    readonly lr: number;
  }) => void;
  /** Told before the next sweep, which goes from `startLr` to `endLr`. */
  readonly onRound?: (round: Round, next: { readonly startLr: number; readonly endLr: number }) => void;
}

/** Most sweeps that look for the range. */
const mostRounds = 5;

/** What came of looking for a range. */
export interface SettledRange {
  /** With the range of the last sweep. */
  readonly config: RunConfig;
  /** The last sweep; it is the one that counts. */
  readonly sweep: Sweep;
  /** Those before it. */
  readonly rounds: readonly Round[];
}

/**
 * Sweeps until an edge of the range decides nothing any more: after each sweep the range is what `rangeAdvice` says, 5
 * sweeps at most, each from the same weights on the same batches.
 */
export async function settleRange(run: AutoRangeRun): Promise<SettledRange> {
  const { trainer, batches, onStep, onRound } = run;
  let { config } = run;
  const rounds: Round[] = [];
  for (;;) {
    const { find, seed } = config;
    const onPoint = ({ step, loss, lr }: { step: number; loss: number; lr: number }) =>
      onStep?.({ sweep: 0, done: step + 1, loss, lr });
    const sweep = await runSweep({ ...run, config, seed, trainer, batches, onPoint });
    const { loss, fixedLoss } = sweep;
    const curve = { lr: sweepOf(config).slice(0, loss.length), loss, ...(find.fixedRows > 0 && { fixedLoss }) };
    const advice = rangeAdvice(curve, { ...find, stop: sweep.stop });
    if (advice === null || rounds.length + 1 === mostRounds) return { config, sweep, rounds };
    const { why, ...range } = advice;
    const round = { startLr: find.startLr, endLr: find.endLr, stop: sweep.stop, loss: sweep.loss.map(orNull), why };
    rounds.push(round);
    onRound?.(round, range);
    config = { ...config, find: { ...find, ...range } };
  }
}
