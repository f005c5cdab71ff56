import { areAlike, copyRows, countOf, disposeExamples, type Part } from './examples.js';
import type { Examples } from './tfjs.js';
import type { OpenData, OpenOptions } from './training-data.js';

/** The part of `tf.data.Dataset` that `fitDataset` uses. */
export interface Batches {
  iterator(): Promise<BatchIterator>;
}

interface BatchIterator {
  next(): Promise<unknown>;
}

/** What an iterator gave. */
interface Next {
  readonly value?: { readonly xs?: unknown; readonly ys?: unknown } | null;
}

/**
 * A data set whose fixed rows are those of its first batches. `fitDataset`, which disposes what it is given, gets these
 * batches in their turn, so that nothing is lost of a data set that can be iterated only once.
 */
export async function openBatches(dataset: Batches, options: OpenOptions): Promise<OpenData> {
  const iterator = await dataset.iterator();
  const ahead: Next[] = [];
  const dispose = () => {
    for (const examples of ahead.splice(0).map(examplesOf)) if (examples !== null) disposeExamples(examples);
  };
  const fixed = await firstRows(iterator, ahead, options).catch((reason: unknown) => {
    dispose();
    throw reason;
  });
  let begun = false;
  const first: BatchIterator = {
    next: async () => {
      begun = true;
      return ahead.shift() ?? iterator.next();
    },
  };
  return {
    fixed,
    async fit(model, args, halt) {
      const thrown: unknown[] = [];
      const guard = (inner: BatchIterator): BatchIterator => ({
        next: () =>
          inner.next().catch((reason: unknown) => {
            thrown.push(reason);
            halt(); // ends the training as a whole batch does, before it is told: TensorFlow.js would leak
            return { value: null, done: true };
          }),
      });
      const guarded = async () => guard(begun ? await dataset.iterator() : first); // it asks twice before it takes a batch
      await model.fitDataset({ iterator: guarded }, args);
      if (thrown.length > 0) throw thrown[0];
    },
    close() {
      dispose();
      fixed?.dispose();
    },
  };
}

/** A copy of the first rows, as many as are alike. The batches they are from are put into `ahead`. */
async function firstRows(iterator: BatchIterator, ahead: Next[], { fixedRows, steps, signal }: OpenOptions) {
  const parts: Part[] = [];
  for (let missing = fixedRows; missing > 0 && ahead.length < steps && !signal?.aborted; ) {
    const next = (await iterator.next()) as Next;
    ahead.push(next);
    const examples = examplesOf(next);
    const count = examples && countOf(examples);
    if (!count || (parts[0] && !areAlike(parts[0].examples, examples))) break;
    const rows = Int32Array.from({ length: Math.min(count, missing) }, (_, row) => row);
    parts.push({ examples, rows });
    missing -= rows.length;
  }
  return parts.length === 0 ? null : copyRows(parts as [Part, ...Part[]]);
}

const examplesOf = ({ value }: Next): Examples | null =>
  value?.xs === undefined || value.ys === undefined ? null : ({ x: value.xs, y: value.ys } as Examples);
