import { setImmediate } from 'node:timers/promises';

/** Longest time without a turn of the event loop: signals and timers are served between updates, short ones together. */
const yieldEveryMs = 8;

/** To be awaited before every update: promises alone never leave the microtask queue, so Ctrl-C would wait for them all. */
export function eventLoopTurns(): () => Promise<void> {
  let yieldedAt = performance.now();
  return async () => {
    if (performance.now() - yieldedAt < yieldEveryMs) return;
    await setImmediate();
    yieldedAt = performance.now();
  };
}
