import { expect, it } from 'vitest';
import { runConfig } from '../../src/config/run-config.js';
import { runFind } from '../../src/runs/find.js';
import { fixedRows } from '../../src/runs/fixed-rows.js';
import { prepareRun } from '../../src/runs/prepare.js';

const rows = Int32Array.from({ length: 50 }, (_, i) => 3 * i);

it('are as many as asked for, each once, of the set', () => {
  for (const count of [0, 1, 7, 49, 50]) {
    const drawn = [...fixedRows(rows, count, 1)];
    expect(new Set(drawn).size).toBe(count);
    for (const row of drawn) expect(rows).toContain(row);
  }
});

it('are all rows where there are no more than asked for', () => expect(fixedRows(rows, 64, 1)).toEqual(rows));

it('follow from the seed, 0 among them', () => {
  expect(fixedRows(rows, 10, 0)).toEqual(fixedRows(rows, 10, 0));
  expect(fixedRows(rows, 10, 0)).not.toEqual(fixedRows(rows, 10, 1));
});

it('are drawn with the same chance from everywhere', () => {
  const times = new Map<number, number>();
  for (let seed = 0; seed < 1000; seed++) {
    for (const row of fixedRows(rows, 5, seed)) times.set(row, (times.get(row) ?? 0) + 1);
  }
  for (const row of rows) expect(Math.abs(times.get(row)! - 100), `row ${row}`).toBeLessThan(45); // 4.7 deviations
});

it('change nothing of a sweep: the losses of its batches, what other rules say, and the model', async () => {
  const found = async (rows: number) => {
    const config = runConfig.parse({
      dataset: { name: 'moons', rows: 100 },
      model: { name: 'mlp', hidden: [6], dropout: 0.3, batchNorm: true },
      optimizer: 'adam',
      batchSize: 8,
      backend: 'wasm',
      find: { steps: 30, fixedRows: rows },
    });
    const run = await prepareRun({ config, baseDir: '.', dataDirs: [], allowCode: false, elapsed: () => 0 });
    try {
      const before = await run.trainer.capture();
      const report = await runFind({ ...run, tool: 'test' });
      expect(await run.trainer.capture()).toEqual(before);
      return report;
    } finally {
      run.trainer.dispose();
    }
  };
  const [without, few, all] = [await found(0), await found(10), await found(1000)];
  for (const { curve, suggestions } of [few, all]) {
    expect(curve.loss).toEqual(without.curve.loss);
    expect(suggestions).toEqual(without.suggestions);
    expect(curve.fixedLoss).toHaveLength(curve.loss.length);
  }
  expect(without.curve.fixedLoss).toBeUndefined();
  expect(few.curve.fixedLoss).not.toEqual(all.curve.fixedLoss);
});
