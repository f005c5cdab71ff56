import { userError } from '../../base/errors.js';

/** Fields that are not as they were: "seeds is 1, 2 and was 1". */
export const changedFields = <Fields extends Readonly<Record<string, string | number>>>(
  was: Fields,
  is: Fields,
): string[] =>
  Object.keys(was)
    .filter((field) => was[field] !== is[field])
    .map((field) => `${field} is ${is[field]} and was ${was[field]}`);

/**
 * Lets nothing pass that is not as it was saved.
 *
 * @param differences as `differencesOf` gives them
 * @param force whether --force was typed; null where the command has no such flag for this
 * Error: RESUME_MISMATCH naming all of them.
 */
export function requireSame(differences: readonly string[], force: boolean | null): void {
  if (differences.length === 0 || force) return;
  const forcing = force === null ? '' : '; --force resumes all the same';
  throw userError('RESUME_MISMATCH', `the run cannot be resumed: ${differences.join('; ')}`, {
    hint: `resume with what the run was started with, or start anew without --resume${forcing}`,
  });
}
