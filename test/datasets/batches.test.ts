import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOrder } from '../../src/datasets/batches.js';
import { refusal } from './files.js';

const rowsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => 3 * i + 1);

describe('the order of batches', () => {
  const setting = fc.integer({ min: 1, max: 50 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      batchSize: fc.integer({ min: 1, max: count }),
      seed: fc.maxSafeInteger(),
    }),
  );

  it('has every row once per epoch; only the last batch is smaller', () => {
    fc.assert(
      fc.property(setting, fc.nat(1000), ({ count, batchSize, seed }, epoch) => {
        const order = batchOrder({ rows: rowsOf(count), batchSize, seed });
        const batches = Array.from({ length: order.batchesPerEpoch }, (_, i) =>
          order.batch(epoch * order.batchesPerEpoch + i),
        );
        expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...rowsOf(count)]);
        expect(batches.slice(0, -1).every((batch) => batch.length === batchSize)).toBe(true);
      }),
    );
  });

  it('remembers nothing: asked in any order, by a new one, the same', () => {
    fc.assert(
      fc.property(setting, fc.array(fc.nat(200), { maxLength: 20 }), (options, numbers) => {
        const order = batchOrder({ ...options, rows: rowsOf(options.count) });
        for (const k of numbers) {
          const fresh = batchOrder({ ...options, rows: rowsOf(options.count) });
          expect(order.batch(k)).toEqual(fresh.batch(k));
        }
      }),
    );
  });

  it('differs between epochs and between seeds, and leaves the rows alone', () => {
    const rows = rowsOf(100);
    const first = (seed: number, epoch: number) => [...batchOrder({ rows, batchSize: 100, seed }).batch(epoch)];
    expect(first(1, 0)).not.toEqual(first(1, 1));
    expect(first(1, 0)).not.toEqual(first(2, 0));
    expect(rows).toEqual(rowsOf(100));
  });

  it('keeps a batch as it was while later epochs are asked for', () => {
    const order = batchOrder({ rows: rowsOf(10), batchSize: 4, seed: 7 });
    const batch = order.batch(0);
    const before = [...batch];
    order.batch(30);
    expect([...batch]).toEqual(before);
  });

  it('refuses a batch larger than the set', async () => {
    const said = await refusal(() => batchOrder({ rows: rowsOf(9), batchSize: 10, seed: 1 }));
    expect(said).toBe('BATCH_SIZE: batchSize is 10, but there are only 9 training examples');
  });
});
