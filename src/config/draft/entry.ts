import type { Scalar } from '../tree.js';

/** A line of a config that is written for a person: a key with its value, and what it says about it. */
export interface Entry {
  readonly key: string;
  readonly value: Scalar | readonly Scalar[] | readonly (readonly number[])[] | Section;
  /** Sentences above the key. */
  readonly above?: readonly string[];
  /** A few words behind the value. */
  readonly behind?: string;
}

/** Keys of an object, in the order of the file. */
export class Section {
  readonly entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }
}
