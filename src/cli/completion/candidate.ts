/** Something that could stand in the place of the word that is being typed. */
export interface Candidate {
  /** The whole word. */
  readonly value: string;
  /** What it is, in a few words; shells that can show it beside the value. */
  readonly text?: string;
  /** More of the word follows: no blank behind it. */
  readonly open?: boolean;
}

/** What a word may be where it stands. */
export interface Typing {
  /** The word as far as it is typed. */
  readonly word: string;
  /** Arguments and flags before it, without the command. */
  readonly before: readonly string[];
  readonly cwd: string;
  readonly home: string;
  /** Folder of the runs. */
  readonly runs: string;
}

/** Finds candidates for a word; those that do not begin like it are left out later. */
export type Values = (typing: Typing) => Promise<readonly Candidate[]>;
