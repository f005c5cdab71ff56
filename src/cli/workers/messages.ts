import type { Blame } from '../../base/errors.js';
import type { Task, TaskEvent, TaskReport } from '../../runs/task.js';

/** What a worker is told. */
export type ToWorker =
  | {
      readonly kind: 'task';
      readonly task: Task;
      readonly dataDirs: readonly string[];
      readonly allowCode: boolean;
      readonly tool: string;
    }
  /** Ends the present task after its update. */
  | { readonly kind: 'stop' };

/** An error for people, on its way between processes. */
export interface SentError {
  readonly blame: Blame;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What a worker answers: events, then one of the other two. */
export type FromWorker =
  | { readonly kind: 'event'; readonly event: TaskEvent }
  | { readonly kind: 'report'; readonly report: TaskReport }
  | { readonly kind: 'error'; readonly error: SentError };
