import type { Figure } from './figure.js';

/** A report as a page: its pictures, and what is said below them, as data. */
export interface Page {
  readonly title: string;
  /** One sentence. */
  readonly lead: string;
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
}

export type Tone = 'good' | 'warning' | 'bad';

/** A heading with something below it. */
export type Section = { readonly heading: string } & (
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly tone?: Tone }
  | { readonly kind: 'table'; readonly columns: readonly TableColumn[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string; readonly folded?: boolean }
);

/** A name and what it is; `strong` for those that the report was made for. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}

export interface TableColumn {
  readonly name: string;
  readonly align: 'left' | 'right';
}
