import type { Tree } from './tree.js';

/** A config as it was found, not yet checked against the schema. */
export interface ConfigSource {
  /** What people call it: the path as typed, the name of a bundled config, "standard input". */
  readonly label: string;
  /** How error messages name the file. */
  readonly file: string;
  /** Folder that relative paths in it start from. */
  readonly baseDir: string;
  /** Null for a config that is a program: its values have no place in a text. */
  readonly text: string | null;
  /** Null while the text could not be parsed. */
  readonly tree: Tree | null;
}

/** A source whose text has been parsed. */
export type ParsedSource = ConfigSource & { readonly tree: Tree };
