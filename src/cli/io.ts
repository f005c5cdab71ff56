import { homedir } from 'node:os';
import { reasonOf, userError } from '../base/errors.js';
import { type Files, systemFiles } from '../storage/files.js';
import type { Processes } from '../storage/lock.js';
import { exitCode } from './exit-codes.js';
import { processesOf } from './processes.js';
import { maxInputBytes, tooLarge } from './read-named-file.js';

export interface TextStream {
  write(content: string | Uint8Array): void;
  readonly isTTY: boolean;
  /** Width in characters; undefined where it is not a terminal. */
  readonly columns: number | undefined;
  /** Height in lines; undefined where it is not a terminal. */
  readonly rows: number | undefined;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Everything a command touches of the world outside; tests pass their own. */
export interface Io {
  /** Results only. */
  readonly out: TextStream;
  /** Progress, advice, errors. */
  readonly err: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly processes: Processes;
  readonly files: Files;
  /** Error: FILE_TOO_LARGE. */
  readStdin(): Promise<string>;
  /** Milliseconds since the process started. */
  elapsed(): number;
  date(): Date;
  /** Calls back at the first signal; the second one ends the process at once. Returns how to stop listening. */
  onSignal(handler: (signal: Signal) => void): () => void;
  /** Ends the process as the signal would that nobody listens for: at once, whatever it waits for. */
  raise(signal: Signal): void;
}

/** The real world. */
export function processIo(host: NodeJS.Process): Io {
  // not exit(): that waits for file operations under way, and those of a disk that does not answer never end
  const raise = (signal: Signal) => {
    host.removeAllListeners(signal);
    host.kill(host.pid, signal);
  };
  for (const stream of [host.stdout, host.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return; // the reader (head, less) has seen enough; the run is still saved
      if (error.code === 'EIO' && stream.isTTY) return; // the terminal was closed
      host.once('exit', () => {
        host.exitCode = exitCode('machine');
      });
      if (stream === host.stdout) host.stderr.write(`error: standard output cannot be written: ${reasonOf(error)}\n`);
    });
  }
  return {
    out: textStream(host.stdout),
    err: textStream(host.stderr),
    env: host.env,
    get cwd() {
      return workingFolder(host);
    },
    home: homedir(),
    platform: host.platform,
    arch: host.arch,
    processes: processesOf(host),
    files: systemFiles,
    async readStdin() {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of host.stdin) {
        chunks.push(chunk as Buffer);
        bytes += (chunk as Buffer).length;
        if (bytes > maxInputBytes) throw tooLarge('standard input');
      }
      return Buffer.concat(chunks).toString('utf8');
    },
    elapsed: () => performance.now(),
    date: () => new Date(),
    onSignal(handler) {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      let seen = false;
      const listener = (signal: Signal) => {
        if (seen) {
          raise(signal);
          return;
        }
        seen = true;
        handler(signal);
      };
      const stop = () => {
        for (const signal of signals) host.off(signal, listener);
      };
      for (const signal of signals) host.on(signal, listener);
      return stop;
    },
    raise,
  };
}

function workingFolder(host: NodeJS.Process): string {
  try {
    return host.cwd();
  } catch (cause) {
    throw userError('NO_FOLDER', 'the working directory does not exist any more', { hint: 'cd to another one', cause });
  }
}

const textStream = (stream: NodeJS.WriteStream): TextStream => ({
  write: (content) => void stream.write(content),
  isTTY: stream.isTTY === true,
  get columns() {
    return stream.isTTY ? stream.columns : undefined;
  },
  get rows() {
    return stream.isTTY ? stream.rows : undefined;
  },
});
