/** Who can mend it: decides the exit code (`user` 2, `machine` 3). */
export type Blame = 'user' | 'machine';

export interface ErrorDetails {
  /** One sentence: what to type or change next. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * An error whose reader is a person: the message tells what happened, where and with which value; `hint` tells what
 * to type next. Everything a user or their machine can cause is one of these; any other error is a bug of ours.
 */
export class LrToolError extends Error {
  readonly code: string;
  readonly blame: Blame;
  readonly hint: string | undefined;

  constructor(blame: Blame, code: string, message: string, { hint, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LrToolError';
    this.blame = blame;
    this.code = code;
    this.hint = hint;
  }
}

/** The user can mend it: usage, config, data. Exit code 2. */
export const userError = (code: string, message: string, details?: ErrorDetails): LrToolError =>
  new LrToolError('user', code, message, details);

/** The machine failed: no engine, disk full. Exit code 3. */
export const machineError = (code: string, message: string, details?: ErrorDetails): LrToolError =>
  new LrToolError('machine', code, message, details);

/** The first line of what an unknown thrown value says. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
