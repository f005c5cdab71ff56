import type { Place } from './native-location.js';

/** The machine that is provisioned. Everything with an effect that tests must be able to script stands here. */
export interface Machine extends Place {
  /** Version of glibc; null where the C library is another one (musl) or there is none. */
  readonly glibc: string | null;
  /** The Node that runs this. */
  readonly node: { readonly path: string; readonly version: string };
  readonly pid: number;
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Bytes that this user may still write to the file system of an existing folder. */
  freeBytes(folder: string): Promise<number>;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of the machine: proxies, certificates and the like are inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command; `run` then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Ends a command that takes longer, in ms. */
  readonly timeoutMs?: number;
  /** Ends a command after which, for this long in ms, neither output nor bytes under `watch.folder` have come. */
  readonly stallMs?: number;
  /** Reports how many bytes lie under a folder, several times a second. */
  readonly watch?: { readonly folder: string; readonly onBytes: (bytes: number) => void };
}

/** How a command ended. */
export type Finished =
  | { readonly ok: true; readonly output: string }
  | {
      readonly ok: false;
      /** The command does not exist on this machine. */
      readonly absent: boolean;
      /** "ended with code 1", "ended by SIGILL", "took longer than 60 s": to be put after the name of the command. */
      readonly why: string;
      /** stdout and stderr as they came, the end of them if there was much. */
      readonly output: string;
    };

/** The last lines that say something: what a person wants to see of a failed command. */
export const lastLines = (output: string, count = 8): string =>
  output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count)
    .join('\n');
