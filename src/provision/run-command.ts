import { spawn } from 'node:child_process';
import { bytesUnder } from './files.js';
import type { Finished, RunOptions } from './machine.js';

const kept = 64 * 1024; // characters of output: enough for the end of any compiler's complaint
const glanceMs = 200;
const graceMs = 1000;

/** Runs a command without a shell and waits for its end. Rejects only where `signal` asks for it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  inherited: Readonly<Record<string, string | undefined>>,
  { cwd, env, signal, timeoutMs, stallMs, watch }: RunOptions = {},
): Promise<Finished> {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let stopped: string | null = null;
  const stop = (why: string) => {
    stopped ??= why;
    child.kill('SIGTERM');
    // What it leaves half-done lies in a folder that is thrown away.
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  };
  const onAbort = () => stop('was interrupted');
  signal?.addEventListener('abort', onAbort, { once: true });

  let lastNews = performance.now();
  const onText = (text: string) => {
    output = (output + text).slice(-kept);
    lastNews = performance.now();
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);

  let bytes = 0;
  const glance = async () => {
    const now = watch ? await bytesUnder(watch.folder) : bytes;
    if (now !== bytes) {
      lastNews = performance.now();
      bytes = now;
      watch?.onBytes(bytes);
    }
    if (stallMs !== undefined && performance.now() - lastNews > stallMs) stop(`stood still for ${stallMs / 1000} s`);
  };
  const glances = watch || stallMs !== undefined ? setInterval(() => void glance(), glanceMs) : undefined;
  const deadline = timeoutMs && setTimeout(() => stop(`took longer than ${timeoutMs / 1000} s`), timeoutMs);

  try {
    const end = await new Promise<Finished>((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ ok: false, absent: error.code === 'ENOENT', why: `did not start: ${error.message}`, output }),
      );
      child.on('exit', () => {
        if (stopped !== null) for (const stream of [child.stdout, child.stderr]) stream.destroy(); // a grandchild may hold them open
      });
      child.on('close', (code, killedBy) => {
        if (code === 0 && stopped === null) return resolve({ ok: true, output });
        const why = stopped ?? (killedBy ? `ended by ${killedBy}` : `ended with code ${code}`);
        resolve({ ok: false, absent: false, why, output });
      });
    });
    signal?.throwIfAborted();
    return end;
  } finally {
    clearInterval(glances);
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
  }
}
