import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';

/** Milliseconds of a unit. */
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/**
 * The milliseconds of --budget: a number of seconds, or one with ms, s, m or h behind it.
 *
 * Error: BUDGET
 */
export function budgetOf(typed: string): number {
  const [, amount = '', unit = 's'] = /^\s*([\d.e+-]+?)\s*(ms|s|min|m|h)?\s*$/.exec(typed) ?? [];
  const ms = (parseNumber(amount) ?? Number.NaN) * units[unit]!;
  if (ms > 0 && Number.isFinite(ms)) return ms;
  throw userError('BUDGET', `--budget ${shownText(typed)}: must be a time above 0`, {
    hint: 'type it with its unit, e.g. --budget 30s or --budget 5m',
  });
}
