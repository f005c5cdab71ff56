import { readFileSync } from 'node:fs';
import { reasonOf, userError } from '../base/errors.js';

/**
 * The text of a file that a schedule names, by its absolute path.
 *
 * Error: SCHEDULE_FILE where it cannot be read.
 */
export function readScheduleFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw userError('SCHEDULE_FILE', `the schedule's file ${path} cannot be read: ${reasonOf(error)}`, {
      hint: 'relative paths start from the folder of the config, typed ones from the working directory',
      cause: error,
    });
  }
}
