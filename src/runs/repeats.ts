import type { RunConfig } from '../config/run-config.js';
import type { FindSnapshot } from './find-snapshot.js';
import type { Run } from './prepare.js';
import { runSweep, type Sweep } from './sweep.js';
import { type Budget, sweepQueue } from './sweep-queue.js';
import { sweepSaving } from './sweep-saving.js';

/** Where one of several sweeps stands. */
export interface SweepStep {
  /** Number of the sweep, from 0. */
  readonly sweep: number;
  /** Updates done. */
  readonly done: number;
  readonly loss: number;
  readonly lr: number;
}

/** Other processes that can do sweeps. */
export interface Helpers {
  /** As many as may work beside this process. */
  readonly count: number;
  /** They work from the start on; else once they would be faster than this process alone. */
  readonly eager: boolean;
  /** Null where none came back: the process was lost, or everything is being stopped. */
  readonly sweep: (
    config: RunConfig,
    seed: number,
    onStep: (step: Omit<SweepStep, 'sweep'>) => void,
  ) => Promise<Sweep | null>;
}

export interface RepeatsRun extends Run {
  /** None by default: all sweeps are done in this process. */
  readonly helpers?: Helpers;
  /** The first sweep, where it has been done already. */
  readonly first?: Sweep;
  /** Ends the repeats before `find.repeats` are done; the first sweep is always done. */
  readonly budget?: Budget;
  /** What it goes on from; the start by default. */
  readonly from?: FindSnapshot;
  /** Saves what it can go on from: as often as `find.checkpointEvery` and the clock say, and when interrupted. */
  readonly save?: (snapshot: FindSnapshot) => Promise<void>;
  readonly onStep?: (step: SweepStep) => void;
  readonly onSweep?: (sweep: Sweep) => void;
}

/** The seed of repeat number k: counted on from that of the run; past the last whole number, from the lowest one. */
export function repeatSeed(seed: number, k: number): number {
  const past = seed - Number.MAX_SAFE_INTEGER + k;
  return past > 0 ? Number.MIN_SAFE_INTEGER + past - 1 : seed + k;
}

/** Helpers are called where this process alone would take so many times longer than they need for their first sweep. */
const worthwhile = 1.5;
/** Updates that tell how long a sweep takes: the first ones compile. */
const telling = 10;

/**
 * The range test of a config `find.repeats` times, on the same data: each time from other initial weights and in another
 * order of the batches, which follow from `repeatSeed`. In this process and, where that is faster, in helpers beside it;
 * what comes out does not depend on who did what. Sweeps are begun in order, so that those done by a budget are the first.
 *
 * Interrupted, it gives the sweeps that were finished; if the first one was not, that one alone, as far as it came.
 */
export async function runRepeats(run: RepeatsRun): Promise<Sweep[]> {
  const { config, reseeded, spent, helpers, budget, signal, from, save = null, onStep, onSweep } = run;
  const { seed, find } = config;
  const queue = sweepQueue(find.repeats, from?.finished, budget, signal);
  const helping: Promise<void>[] = [];
  const current = from?.current ?? null;
  const saving = sweepSaving({ save, every: find.checkpointEvery, finished: () => queue.byNumber, from: current });

  const finish = (number: number, sweep: Sweep, startedAt: number) => {
    queue.finish(number, sweep, performance.now() - startedAt);
    onSweep?.(sweep);
  };
  const help = async ({ sweep }: Helpers): Promise<void> => {
    for (let number = queue.take(); number !== undefined; number = queue.take()) {
      const taken = number;
      const startedAt = performance.now();
      const swept = await sweep(config, repeatSeed(seed, taken), (step) => onStep?.({ ...step, sweep: taken }));
      if (swept === null || swept.stop === 'interrupted') return queue.putBack(taken);
      finish(taken, swept, startedAt);
    }
  };
  const callHelpers = (all: Helpers) => {
    for (const _ of Array.from({ length: Math.min(all.count, queue.waiting) })) {
      const helped = help(all);
      helped.catch(() => queue.close()); // the error itself is met below
      helping.push(helped);
    }
  };
  const considerHelpers = (sweepMs: number) => {
    if (helpers === undefined || helping.length > 0 || queue.waiting === 0) return;
    const helpedMs = spent.startupMs + spent.dataMs + sweepMs;
    if (helpers.eager || sweepMs * queue.waiting > worthwhile * helpedMs) callHelpers(helpers);
  };
  const here = async (number: number): Promise<Sweep> => {
    const startedAt = performance.now();
    const seeded = number === 0 ? { ...run, seed } : await reseeded(repeatSeed(seed, number));
    try {
      const swept = await runSweep({
        ...run,
        ...seeded,
        from: current?.number === number ? current : null,
        onPlace: (place, ending) => saving.at(number, place, ending),
        onPoint({ step, loss, lr }) {
          onStep?.({ sweep: number, done: step + 1, loss, lr });
          const part = (step + 1) / find.steps;
          if (step + 1 >= telling) considerHelpers(Math.max(queue.longestMs, (performance.now() - startedAt) / part));
        },
      });
      if (swept.stop !== 'interrupted') finish(number, swept, startedAt);
      return swept;
    } finally {
      if (number > 0) seeded.trainer.dispose();
    }
  };

  const before = from?.finished.find(([number]) => number === 0)?.[1];
  if (before === undefined) queue.take(); // number 0: done whatever time is left
  const first = before ?? run.first ?? (await here(0));
  if (run.first !== undefined) finish(0, first, performance.now() - first.ms);
  for (;;) {
    for (let number = queue.take(); number !== undefined; number = queue.take()) await here(number);
    if (helping.length === 0) break;
    await Promise.all(helping.splice(0)); // then what a helper lost is done here
  }
  if (signal?.aborted && queue.finished.length < find.repeats) await saving.ending();
  return first.stop === 'interrupted' ? [first] : [...queue.finished];
}
