import type { Io, Signal } from './io.js';
import type { Screen } from './screen.js';

/** Turns the first signal into an abort; the second one ends the process. */
export interface Stopping {
  readonly abort: AbortSignal;
  /** What was received; null while nothing was. */
  readonly received: () => Signal | null;
  readonly stopListening: () => void;
}

/** @param unit what is finished first, e.g. 'batch' */
export function stoppingOn(io: Io, { progress, note }: Screen, unit: string): Stopping {
  const controller = new AbortController();
  let signal: Signal | null = null;
  const stopListening = io.onSignal((received) => {
    signal = received;
    controller.abort();
    progress.finish();
    note(`stopping after this ${unit}; press Ctrl-C again to quit at once`);
  });
  return { abort: controller.signal, received: () => signal, stopListening };
}
