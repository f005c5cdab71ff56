import type { Command } from 'commander';
import type { Io } from './io.js';

/** What a command gets when it is built. */
export interface CommandContext {
  readonly io: Io;
  /** Sets the exit code of the process; 0 if never called. */
  readonly exit: (code: number) => void;
}

/** A command: its name and one line are known at once, its flags are loaded when it is typed. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: (context: CommandContext) => Promise<Command>;
}
