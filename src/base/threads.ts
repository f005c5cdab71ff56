import { userError } from './errors.js';
import { shownText } from './shown.js';

const most = 1024;

/**
 * The number of threads that LR_TOOL_THREADS asks for; null where it is not set or empty.
 *
 * Error: THREADS
 */
export function threadsIn(text: string | undefined): number | null {
  if (!text) return null;
  const threads = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (threads >= 1 && threads <= most) return threads;
  throw userError('THREADS', `LR_TOOL_THREADS is ${shownText(text)}: must be a whole number from 1 to ${most}`, {
    hint: 'leave it unset for one thread for each core',
  });
}
