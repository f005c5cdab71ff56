import { LrToolError } from '../../base/errors.js';
import { performTask, type TaskEvent } from '../../runs/task.js';
import type { FromWorker, SentError, ToWorker } from './messages.js';

/** Milliseconds between two reports of progress. */
const progressMs = 100;

/**
 * The life of a worker process: does the tasks it is sent, one after another. Ctrl-C reaches every process of a terminal;
 * the parent decides what it means, so signals are ignored here. When the parent is gone, however it went, so is this.
 */
export function serveTasks(host: NodeJS.Process): void {
  let stopping = new AbortController();
  const send = (message: FromWorker) => void host.send!(message);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) host.on(signal, () => undefined);
  host.on('disconnect', () => host.exit());
  host.on('message', async (message: ToWorker) => {
    if (message.kind === 'stop') {
      stopping.abort();
      return;
    }
    const { task, dataDirs, allowCode, tool } = message;
    stopping = new AbortController();
    const { signal } = stopping;
    try {
      const onEvent = seldom((event) => send({ kind: 'event', event }));
      send({ kind: 'report', report: await performTask(task, { dataDirs, allowCode, tool, signal, onEvent }) });
    } catch (error) {
      if (!(error instanceof LrToolError)) throw error; // a bug: the parent reads what Node prints of it
      send({ kind: 'error', error: sentError(error) });
    }
  });
}

const sentError = ({ blame, code, message, hint }: LrToolError): SentError => ({
  blame,
  code,
  message,
  ...(hint !== undefined && { hint }),
});

/** Passes on every event but steps that follow the one before too soon; the last step always. */
function seldom(pass: (event: TaskEvent) => void): (event: TaskEvent) => void {
  let passedAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    const now = performance.now();
    if (event.kind === 'step' && event.done < event.total && now - passedAt < progressMs) return;
    passedAt = now;
    pass(event);
  };
}
