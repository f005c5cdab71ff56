import type { Sweep } from './sweep.js';

/** Time that sweeps may take. */
export interface Budget {
  readonly ms: number;
  /** Milliseconds of it that are gone. */
  readonly spent: () => number;
}

/** Sweeps to be done, by number: each is taken by one who does it, in order. */
export interface SweepQueue {
  /** The next one; undefined where there is none, or no time for it. */
  take(): number | undefined;
  /** One was not done after all: it is the next. */
  putBack(number: number): void;
  finish(number: number, sweep: Sweep, tookMs: number): void;
  /** Gives out no more. */
  close(): void;
  readonly waiting: number;
  /** Of the sweeps done so far. */
  readonly longestMs: number;
  /** Those done, in order. */
  readonly finished: readonly Sweep[];
  /** The same with their numbers, as they ended. */
  readonly byNumber: readonly (readonly [number, Sweep])[];
}

/**
 * @param before sweeps that need not be done any more
 * @param budget a sweep is begun only where one as long as the longest so far would end in time; the first one always
 */
export function sweepQueue(
  count: number,
  before: SweepQueue['byNumber'] = [],
  budget?: Budget,
  signal?: AbortSignal,
): SweepQueue {
  const done = new Map<number, Sweep>(before);
  const waiting = Array.from({ length: count }, (_, number) => number).filter((number) => !done.has(number));
  let longestMs = 0;
  let closed = false;
  const late = () => budget !== undefined && waiting[0] !== 0 && budget.spent() + longestMs > budget.ms;
  return {
    take: () => (closed || signal?.aborted || late() ? undefined : waiting.shift()),
    putBack: (number) => void waiting.unshift(number),
    finish(number, sweep, tookMs) {
      longestMs = Math.max(longestMs, tookMs);
      done.set(number, sweep);
    },
    close() {
      closed = true;
    },
    get waiting() {
      return waiting.length;
    },
    get longestMs() {
      return longestMs;
    },
    get byNumber() {
      return [...done];
    },
    get finished() {
      return [...done].sort(([a], [b]) => a - b).map(([, sweep]) => sweep);
    },
  };
}
