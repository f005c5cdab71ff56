import type { Io, Signal } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { processesOf } from '../../src/cli/processes.js';
import { type Files, systemFiles } from '../../src/storage/files.js';

export interface FakeIo extends Io {
  /** What was printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends a signal to whoever listens. */
  readonly send: (signal: Signal) => void;
  /** The signals that would have ended the process. */
  readonly raised: readonly Signal[];
}

/** A world without terminal, environment or standard input, in a folder of the test's own. */
export function fakeIo({
  cwd,
  env = {},
  stdin = '',
  columns,
  files = systemFiles,
  rows,
}: {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Width of the terminal; a pipe if left out. */
  readonly columns?: number;
  /** Those of the system if left out. */
  readonly files?: Files;
  /** Height of the terminal, where it says. */
  readonly rows?: number;
}): FakeIo {
  const raised: Signal[] = [];
  const printed = { out: '', err: '' };
  const listeners = new Set<(signal: Signal) => void>();
  const stream = (name: 'out' | 'err') => ({
    write: (content: string | Uint8Array) => {
      printed[name] += typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    },
    isTTY: columns !== undefined,
    columns,
    rows,
  });
  return {
    out: stream('out'),
    err: stream('err'),
    env,
    cwd,
    home: cwd,
    platform: process.platform,
    arch: process.arch,
    processes: processesOf(process),
    files,
    readStdin: async () => stdin,
    elapsed: () => performance.now(),
    date: () => new Date(),
    onSignal: (handler) => {
      listeners.add(handler);
      return () => listeners.delete(handler);
    },
    raise: (signal) => void raised.push(signal),
    raised,
    stdout: () => printed.out,
    stderr: () => printed.err,
    send: (signal) => {
      for (const listener of listeners) listener(signal);
    },
  };
}

/** Runs a command line in a folder: how it ended, and all that it printed. */
export async function commandIn(cwd: string, ...args: string[]) {
  const io = fakeIo({ cwd });
  const code = await main(args, io);
  return { code, out: io.stdout(), err: io.stderr() };
}
