import { machineError, userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';

export interface Deadline {
  readonly controller: AbortController;
  /** Milliseconds that are left; Infinity without a deadline. */
  readonly left: () => number;
  readonly stop: () => void;
}

/** @param within seconds as typed; no deadline if left out */
export function startDeadline(within: string | undefined): Deadline {
  const controller = new AbortController();
  if (within === undefined) return { controller, left: () => Number.POSITIVE_INFINITY, stop: () => undefined };
  const seconds = parseNumber(within);
  if (seconds === null || seconds <= 0) {
    throw userError('BAD_NUMBER', `--within ${within} is not a number of seconds above 0`, {
      hint: 'e.g. --within 120',
    });
  }
  const end = performance.now() + seconds * 1000;
  const timer = setTimeout(() => controller.abort(tooSlow(`${seconds} s are over`)), seconds * 1000);
  return { controller, left: () => end - performance.now(), stop: () => clearTimeout(timer) };
}

export const tooSlow = (why: string) =>
  machineError('SETUP_TOO_SLOW', `the native engine was not set up within the time given: ${why}`, {
    hint: 'run lr-tool setup without --within; the wasm engine works without it',
  });
