import { userError } from '../base/errors.js';
import { randomStream, shuffle } from '../base/random.js';

/** Which rows make up which batch. A function of the batch number alone, so that a run resumes by its counter. */
export interface BatchOrder {
  /** The last batch of an epoch is smaller where the rows do not divide evenly. */
  readonly batchesPerEpoch: number;
  /**
   * The rows of batch number k, counted from 0 over all epochs. Each epoch has every row once, in an order of its own.
   * The array is a view that stays as it is; do not write to it.
   */
  readonly batch: (k: number) => Int32Array;
}

/**
 * @param rows row numbers of the training examples
 * @throws LrToolError BATCH_SIZE where a batch is larger than the set
 */
export function batchOrder({
  rows,
  batchSize,
  seed,
}: {
  rows: Int32Array;
  batchSize: number;
  seed: number;
}): BatchOrder {
  if (batchSize > rows.length) {
    throw userError('BATCH_SIZE', `batchSize is ${batchSize}, but there are only ${rows.length} training examples`, {
      hint: `set batchSize to ${rows.length} or less`,
    });
  }
  const batchesPerEpoch = Math.ceil(rows.length / batchSize);
  let current = { epoch: -1, order: rows };
  const orderOf = (epoch: number) => {
    if (current.epoch !== epoch)
      current = { epoch, order: shuffle(rows.slice(), randomStream(seed, 'shuffle', epoch)) };
    return current.order;
  };
  return {
    batchesPerEpoch,
    batch(k) {
      const start = (k % batchesPerEpoch) * batchSize;
      return orderOf(Math.floor(k / batchesPerEpoch)).subarray(start, start + batchSize);
    },
  };
}
