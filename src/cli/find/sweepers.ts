import { availableParallelism } from 'node:os';
import { version } from '../../base/version.js';
import type { Prepared } from '../../runs/prepare.js';
import type { Helpers } from '../../runs/repeats.js';
import type { Io } from '../io.js';
import { dataFolders } from '../places.js';
import { workerPool } from '../workers/pool.js';

export interface HelpersWanted {
  readonly prepared: Prepared;
  /** Folder that relative paths of the config start from. */
  readonly baseDir: string;
  readonly allowCode: boolean;
  /** Processes at a time, this one among them. */
  readonly jobs: number;
  /** They were asked for. */
  readonly eager: boolean;
  readonly signal: AbortSignal;
}

/**
 * Processes beside this one for the repeats of a range test; they are started when there is work for them. Where sums
 * depend on the number of threads (TensorFlow's own kernels), they have as many threads as this process, and work only
 * where --jobs asks for it: those threads have all cores already.
 */
export function sweepHelpers(wanted: HelpersWanted, io: Io): { helpers?: Helpers; close: () => Promise<void> } {
  const { prepared, baseDir, allowCode, jobs, eager, signal } = wanted;
  const threads = io.env['LR_TOOL_THREADS'];
  const { backend } = prepared.engine;
  const same = backend !== 'native' || prepared.trainer.mode === 'fused'; // the same numbers with any number of threads
  const count = !eager && !same && !threads ? 0 : jobs - 1;
  if (count === 0) return { close: async () => undefined };
  const each = Math.max(1, Math.floor(availableParallelism() / jobs));
  const pool = workerPool({
    size: count,
    env: same && !threads ? { ...io.env, LR_TOOL_THREADS: String(each) } : io.env,
    dataDirs: dataFolders(io),
    allowCode,
    tool: version,
    signal,
  });
  return {
    helpers: {
      count,
      eager,
      async sweep(config, seed, onStep) {
        const task = { work: 'sweep', name: `sweep-${seed}`, config, baseDir, seed } as const;
        const outcome = await pool.run(task, (event) => {
          if (event.kind === 'step') onStep(event);
        });
        return outcome.ok ? outcome.report : null;
      },
    },
    close: () => pool.close(),
  };
}
