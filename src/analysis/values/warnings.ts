import { lastName } from '../../base/names.js';
import { type CodedMessage, type WarningSpec, warningsOf } from '../../base/warning-spec.js';
import type { ValueChoice } from './choose.js';
import { preferenceFor } from './preference.js';

/** What is known of range tests at several values of a key. */
export interface ValueFacts {
  readonly key: string;
  readonly values: readonly {
    readonly label: string;
    readonly number: number | null;
    /** The rate that its curves support; null where there is none. */
    readonly rate: number | null;
  }[];
  /** Losses are those of validation rows. */
  readonly validated: boolean;
  /** Validation rows that there are. */
  readonly rows: number;
  readonly choice: ValueChoice | null;
}

/** Validation rows that tell losses apart, and take little time. */
const enoughRows = 500;
/** Keys that keep a model from learning by heart: what they win is seen on other rows only. */
const regularisers = ['weightDecay', 'dropout', 'rate'];

/** Every warning about range tests at several values, in the order of their codes. Codes keep their meaning for ever. */
export const valueWarningSpecs: readonly WarningSpec<ValueFacts>[] = [
  {
    code: 'W301',
    summary: 'values of a regulariser are judged by the loss of the batches that were trained on',
    message: ({ key, validated, rows }) => {
      if (validated || !regularisers.includes(lastName(key))) return null;
      const remedy =
        rows > 0
          ? `--validation ${Math.min(rows, enoughRows)} judges by these`
          : 'set dataset.validation to a part of the rows, and type --validation';
      return `what ${lastName(key)} wins is seen on rows that are not trained on: ${remedy}`;
    },
  },
  {
    code: 'W302',
    summary: 'the value that was taken is the first or the last of those tried',
    message: ({ key, values, choice }) => {
      const numbers = values.map(({ number }) => number).filter((number) => number !== null);
      const taken = choice === null ? null : values[choice.index]!;
      if (taken?.number == null || numbers.length < values.length) return null;
      const largest = taken.number === Math.max(...numbers);
      const smallest = taken.number === Math.min(...numbers);
      if (largest) return `${taken.label} is the largest that was tried: try larger ones`;
      const wantsLess = smallest && taken.number > 0 && preferenceFor(key, true).name === 'lowest';
      return wantsLess ? `${taken.label} is the smallest that was tried: try smaller ones` : null;
    },
  },
  {
    code: 'W303',
    summary: 'some values support a rate and others do not',
    message: ({ values }) => {
      const refused = values.filter(({ rate }) => rate === null).map(({ label }) => label);
      return refused.length === 0 || refused.length === values.length
        ? null
        : `${refused.join(', ')}: no rate is supported, where other values support one; --repeats 3 tells chance from cause`;
    },
  },
  {
    code: 'W304',
    summary: 'batch sizes are compared at as many updates, not at as many examples',
    message: ({ key }) =>
      lastName(key) === 'batchSize'
        ? 'larger batches saw more examples in as many updates: a lower loss is not all theirs'
        : null,
  },
];

/** What a reader should know before taking a value, in the order of the codes. */
export const valueWarnings = (facts: ValueFacts): CodedMessage[] => warningsOf(valueWarningSpecs, facts);
