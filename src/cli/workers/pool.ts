import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LrToolError } from '../../base/errors.js';
import { packageFile } from '../../base/package-file.js';
import { safeText } from '../../base/text.js';
import type { Outcome, Task, TaskEvent, TaskReport, Workers } from '../../runs/task.js';
import type { FromWorker, ToWorker } from './messages.js';

const entry = fileURLToPath(packageFile('bin/lr-tool-worker.js'));

export interface PoolOptions {
  /** Processes at a time, 1 or more. They are started when there is work for them. */
  readonly size: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDirs: readonly string[];
  readonly allowCode: boolean;
  /** Version of lr-tool, for the reports. */
  readonly tool: string;
  /** Ends tasks after their present update and begins no others. */
  readonly signal: AbortSignal;
}

export interface Pool extends Workers {
  /** Ends all processes, working or not. */
  close(): Promise<void>;
}

interface Job {
  readonly task: Task;
  readonly onEvent: (event: TaskEvent) => void;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Worker {
  readonly child: ChildProcess;
  /** What it works at; null while it waits. */
  job: Job | null;
  /** The end of what it printed, to explain its death. */
  lastWords: string;
}

const wordsKept = 4000;
const stopped = { ok: false, what: 'skipped', why: 'it was not begun' } as const;

/**
 * Processes that do tasks, each one at a time, in the order in which they are asked for. A process that dies costs the
 * task it was at; another takes its place.
 */
export function workerPool({ size, env, signal, ...workplace }: PoolOptions): Pool {
  const workers = new Set<Worker>();
  const waiting: Job[] = [];

  const tell = ({ child }: Worker, message: ToWorker) => {
    if (child.connected) child.send(message);
  };

  const assign = (): void => {
    while (waiting.length > 0) {
      const worker = [...workers].find(({ job }) => job === null) ?? (workers.size < size ? open() : null);
      if (worker === null) return;
      worker.job = waiting.shift()!;
      tell(worker, { kind: 'task', task: worker.job.task, ...workplace });
    }
  };

  const settle = (worker: Worker, end: (job: Job) => void): void => {
    const { job } = worker;
    worker.job = null;
    if (job !== null) end(job);
    assign();
  };

  const hear = (worker: Worker, message: FromWorker): void => {
    const { job } = worker;
    if (message.kind === 'event') {
      try {
        job?.onEvent(message.event);
      } catch (error) {
        job?.reject(error); // the listener found that the task is in vain
      }
    } else if (message.kind === 'report') {
      settle(worker, ({ resolve }) => resolve(outcomeOf(message.report)));
    } else {
      const { blame, code, message: text, ...hint } = message.error;
      settle(worker, ({ reject }) => reject(new LrToolError(blame, code, text, hint)));
    }
  };

  const open = (): Worker => {
    const child = fork(entry, {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const worker: Worker = { child, job: null, lastWords: '' };
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        worker.lastWords = (worker.lastWords + text).slice(-wordsKept);
      });
    }
    child.on('message', (message: FromWorker) => hear(worker, message));
    const gone = (how: string) => {
      if (!workers.delete(worker)) return;
      settle(worker, ({ resolve }) => resolve(signal.aborted ? stopped : lost(how, worker.lastWords)));
    };
    child.on('error', (error) => gone(`could not be started (${error.message})`));
    child.on('close', (code, ended) => gone(ended === null ? `ended with code ${code}` : `was ended by ${ended}`));
    workers.add(worker);
    return worker;
  };

  signal.addEventListener('abort', () => {
    for (const { resolve } of waiting.splice(0)) resolve(stopped);
    for (const worker of workers) if (worker.job !== null) tell(worker, { kind: 'stop' });
  });

  return {
    run: (task, onEvent) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          resolve(stopped);
          return;
        }
        waiting.push({ task, onEvent, resolve: resolve as Job['resolve'], reject });
        assign();
      }),
    async close() {
      waiting.length = 0;
      const children = [...workers].map(({ child }) => child);
      workers.clear();
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
          const end = once(child, 'close');
          child.kill('SIGKILL'); // nothing is left to lose: reports have arrived, and files are the parent's
          await end;
        }),
      );
    },
  };
}

/** The pool does not look into reports: who asked for the task knows its kind. */
const outcomeOf = (report: TaskReport) => ({ ok: true, report }) as Outcome;

/** The last line of what a process printed tells more than its exit code; a signal says enough. */
function lost(how: string, lastWords: string): Outcome {
  const lines = lastWords
    .split('\n')
    .map(safeText)
    .filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => /error/i.test(line));
  const memory = how.includes('SIGKILL') ? ' (killed, or out of memory)' : '';
  return {
    ok: false,
    what: 'lost',
    why: `its process ${how}${memory}${error === undefined ? '' : `: ${error.trim()}`}`,
  };
}
