// One measurement in a process of its own.
import { spawnSync } from 'node:child_process';

/**
 * Runs a command to its end.
 *
 * @returns {{seconds: number, stdout: string} | {failed: string}} seconds from start to end
 */
export function runProcess({ file, args, allowedStatus = [0] }, timeout) {
  const startedAt = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: timeout * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (error?.code === 'ETIMEDOUT') return { failed: `not done after ${timeout} s` };
  if (error) return { failed: error.message };
  if (!allowedStatus.includes(status)) return { failed: reasonIn(stderr) ?? `ended with ${signal ?? status}` };
  return { seconds, stdout };
}

/** The line that names the error: the last of a Python traceback, the one above the stack of a JavaScript error. */
function reasonIn(stderr) {
  const lines = stderr.split('\n').map((line) => line.trim());
  const named = lines.filter((line) => /^(error |[\w.]*(Error|Exception)\b.*:)/.test(line));
  return named.at(-1)?.replace(/ \[[A-Z_]+\]/, '') ?? lines.filter(Boolean).at(-1) ?? null;
}

/** @returns {{seconds: number} | {failed: string}} with what the process prints as its last line, which is JSON */
export function runForJson(command, timeout) {
  const { seconds, stdout, failed } = runProcess(command, timeout);
  if (failed) return { failed };
  try {
    return { seconds, ...JSON.parse(stdout.trim().split('\n').at(-1)) };
  } catch {
    return { failed: 'its last line is no JSON' };
  }
}
