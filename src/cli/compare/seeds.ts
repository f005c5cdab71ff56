import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';

/** Most seeds that a number may ask for: more is a seed that was meant as one. */
const mostSeeds = 1000;

/**
 * The seeds of --seeds: a list "1,2,3", or how many, counted from `first`.
 *
 * Error: SEEDS
 */
export function seedsOf(typed: string, first: number): number[] {
  const refuse = (message: string) =>
    userError('SEEDS', `--seeds ${shownText(typed)}: ${message}`, {
      hint: 'type how many, e.g. --seeds 3, or which, e.g. --seeds 1,2,3',
    });
  const numbers = typed.split(',').map((text) => (/^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN));
  const bad = numbers.findIndex((seed) => !Number.isSafeInteger(seed));
  if (bad >= 0) throw refuse(`'${shownText(typed.split(',')[bad]!)}' is no whole number`);
  const [count] = numbers as [number];
  if (numbers.length > 1) {
    const twice = numbers.find((seed, i) => numbers.indexOf(seed) !== i);
    if (twice !== undefined) throw refuse(`${twice} is there twice`);
    return numbers;
  }
  if (count < 1 || count > mostSeeds) throw refuse(`must be 1 to ${mostSeeds}, or a list of seeds`);
  return Array.from({ length: count }, (_, i) => first + i);
}
