import type { Io, Signal } from './io.js';
import type { Screen } from './screen.js';

/** Turns the first signal into an abort; the second one ends the process, and so does a disk that does not answer. */
export interface Stopping {
  readonly abort: AbortSignal;
  /** What was received; null while nothing was. */
  readonly received: () => Signal | null;
  readonly stopListening: () => void;
}

/** Seconds that what is left to do after a signal may wait. */
const patience = 10;

/**
 * Waiting is counted while this process has nothing to compute, second by second: an update that takes long is waited for,
 * a save that never ends is not.
 *
 * @param unit what is finished first, e.g. 'batch'
 * @param secondMs for tests
 */
export function stoppingOn(io: Io, { progress, note }: Screen, unit: string, secondMs = 1000): Stopping {
  const controller = new AbortController();
  let signal: Signal | null = null;
  let watch: NodeJS.Timeout | undefined;
  const stop = io.onSignal((received) => {
    signal = received;
    controller.abort();
    progress.finish();
    note(`stopping after this ${unit}; press Ctrl-C again to quit at once`);
    let waited = 0;
    watch = setInterval(() => {
      waited++;
      if (waited < patience) return;
      note(`nothing has come of it for ${patience} s: quitting; what was saved before is whole`);
      io.raise(received);
    }, secondMs);
  });
  const stopListening = () => {
    stop();
    clearInterval(watch);
  };
  return { abort: controller.signal, received: () => signal, stopListening };
}
