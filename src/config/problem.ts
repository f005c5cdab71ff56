import type { KeyPath } from './key-path.js';

/** A stretch of text, in UTF-16 units from its start. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Something wrong with a config, as data; `configError` turns a list of them into one error. */
export interface Problem {
  /** Key path it is about; empty for the whole config. */
  readonly path: KeyPath;
  /** What is wrong, after the colon: "must be at least 2, is 0". */
  readonly message: string;
  /** The other key of a rule about two: to blame where `path` is a default. */
  readonly related?: KeyPath;
  /** The key is wrong, not its value. */
  readonly at?: 'key';
  /** Where it is written, if that is not the place of `path`. */
  readonly span?: Span;
  /** What the user typed instead of a file: "--set find.steps=0". */
  readonly typed?: string;
}
