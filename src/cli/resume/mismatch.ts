import { userError } from '../../base/errors.js';

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
