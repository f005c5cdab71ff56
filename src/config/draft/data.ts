import type { Entry } from './entry.js';

/** One line of what was found, for people. */
export interface Finding {
  readonly what: string;
  readonly text: string;
}

/** The `dataset` section of a config, and what the rest of it depends on. */
export interface DraftData {
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  /** Examples that there are at least. */
  readonly rows: number;
  readonly task: 'classification' | 'regression';
  /** The examples have more than one axis. */
  readonly image: boolean;
  /** What it was made from, for the title. */
  readonly source: string;
}

/** "1 row", "150 rows". */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The first of a list, and how many more there are. */
export const listText = (items: readonly string[], most: number, between = ', '): string =>
  items.length <= most ? items.join(between) : `${items.slice(0, most).join(between)} and ${items.length - most} more`;

/** A name or a value of the data in a list: in quotes where it holds a comma or the like. */
export const itemText = (text: string): string => (/[,;:()']/.test(text) ? JSON.stringify(text) : text);
