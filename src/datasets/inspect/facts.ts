import type { Task } from '../params.js';

/** What a column of a table holds. */
export type ColumnKind =
  /** Numbers in every cell that is not empty. */
  | 'number'
  /** Text of few different values, each of them several times. */
  | 'category'
  /** Other text. */
  | 'text'
  /** Nothing. */
  | 'empty';

export interface ColumnFacts {
  /** As the header names it; its position where there is none, or where others have the same name. */
  readonly ref: string | number;
  readonly position: number;
  readonly kind: ColumnKind;
  /** All numbers are whole. */
  readonly whole: boolean;
  readonly missing: number;
  /** Different values, counted up to a limit. */
  readonly distinct: number;
  /** Rows of each value, the most frequent first; empty above the limit of `distinct`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Each number is one more than that of the row before: the number of the row. */
  readonly rowNumber: boolean;
  /** The first cell with a number that has a decimal comma: 0,5. */
  readonly decimalComma: string | null;
  /** Cells that hold text, and the first of them. */
  readonly words: number;
  readonly word: string | null;
  /** A cell that holds text, and one that holds a fraction: a target cannot have both. */
  readonly mixed: boolean;
}

/** A text file of rows and columns. */
export interface TableFacts {
  readonly form: 'table';
  readonly header: boolean;
  readonly delimiter: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

/** One array of a file. */
export interface ArrayFacts {
  readonly shape: readonly number[];
  readonly whole: boolean;
  /** One value per example; else counted nothing. */
  readonly distinct: number | null;
}

/** Arrays of inputs and targets, in one file or several. */
export interface PairFacts {
  readonly form: 'arrays';
  /** The part of the config that names them. */
  readonly dataset:
    | { readonly name: 'npy'; readonly inputs: string; readonly targets: string }
    | {
        readonly name: 'npz';
        readonly path: string;
        readonly inputs: string;
        readonly targets: string;
        readonly testInputs?: string;
        readonly testTargets?: string;
      }
    | {
        readonly name: 'idx';
        readonly images: string;
        readonly labels: string;
        readonly testImages?: string;
        readonly testLabels?: string;
      };
  readonly inputs: ArrayFacts;
  readonly targets: ArrayFacts;
}

export type DataFacts = TableFacts | PairFacts;

/** What a person may say of a data file that it does not say itself. */
export interface InspectChoice {
  /** Column, key or file of the targets. */
  readonly target?: string | undefined;
  readonly task?: Exclude<Task, 'auto'> | undefined;
}
