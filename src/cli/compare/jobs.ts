import { availableParallelism } from 'node:os';
import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { threadsIn } from '../../base/threads.js';

/** Most processes that may be asked for. */
const mostJobs = 256;

/** How the trainings share the machine. */
export interface Sharing {
  /** Processes at a time. */
  readonly jobs: number;
  /** Threads of each. */
  readonly threads: number;
}

/**
 * One thread for each process, whatever the number of processes, so that the results do not depend on it: on the native
 * engine the order of sums, and so the last bits, change with the threads. By default one process for each core, and no
 * more than there are trainings.
 *
 * @param typed --jobs
 * @param threads LR_TOOL_THREADS: threads of each process instead of one
 * Errors: JOBS, THREADS
 */
export function sharingOf(typed: string | undefined, threads: string | undefined, trainings: number): Sharing {
  const each = threadsIn(threads) ?? 1;
  if (typed === undefined) {
    const room = Math.max(1, Math.floor(availableParallelism() / each));
    return { jobs: Math.min(room, trainings), threads: each };
  }
  const jobs = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  if (jobs >= 1 && jobs <= mostJobs) return { jobs: Math.min(jobs, trainings), threads: each };
  throw userError('JOBS', `--jobs ${shownText(typed)}: must be a whole number from 1 to ${mostJobs}`, {
    hint: 'leave it out for one process for each core',
  });
}
