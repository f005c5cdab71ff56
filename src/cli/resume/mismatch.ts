import { userError } from '../../base/errors.js';

/**
 * Lets nothing pass that is not as it was saved, unless forced.
 *
 * @param differences as `differencesOf` gives them
 * Error: RESUME_MISMATCH naming all of them.
 */
export function requireSame(differences: readonly string[], forced: boolean): void {
  if (differences.length === 0 || forced) return;
  throw userError('RESUME_MISMATCH', `the run cannot be resumed: ${differences.join('; ')}`, {
    hint: 'resume with what the run was started with, start anew without --resume, or type --force',
  });
}
