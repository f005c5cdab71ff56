import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datasetConfig, datasetNames, datasets } from '../../src/datasets/all.js';
import { checkDataset } from '../../src/datasets/check.js';
import { loadDataset } from '../../src/datasets/load.js';
import { contextIn } from './files.js';

const context = (seed: number) => contextIn('/nowhere', { seed });
const synthetic = ['blobs', 'moons', 'spirals', 'linear-regression', 'sine', 'random-binary'] as const;

describe('the list of data sets', () => {
  it('names every file of sources', () => {
    const files = readdirSync(new URL('../../src/datasets/sources', import.meta.url)).map((file) =>
      file.replace('.ts', ''),
    );
    expect([...datasetNames].sort()).toEqual(files.sort());
  });

  it.each(datasets.map((spec) => [spec.name, spec] as const))('%s can be configured', (name, spec) => {
    const config = datasetConfig.parse({ name, ...spec.example });
    expect(datasetConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(config).toMatchObject({ scaling: spec.scaling, oneHot: false });
    expect(() => datasetConfig.parse({ ...config, validatoin: 0.1 })).toThrow(/validatoin/);
    expect(() => datasetConfig.parse({ ...config, validation: 0.95 })).toThrow(/validation/);
    expect(spec.summary && spec.source).toBeTruthy();
  });
});

describe.each(synthetic)('%s', (name) => {
  const config = datasetConfig.parse({ name, rows: 300 });

  it('is the same for the same seed and another one for another', async () => {
    const values = async (seed: number) => (await loadDataset(config, context(seed))).inputs.values;
    expect(await values(1)).toEqual(await values(1));
    expect(await values(1)).not.toEqual(await values(2));
  });

  it('has as many good examples as were asked for', async () => {
    const { inputs, targets, train, validation } = await loadDataset(config, context(1));
    expect(checkDataset({ ...inputs, targets }, name)).toBe(300);
    expect(train.length + validation.length).toBe(300);
  });
});

describe('the formulas of generated data', () => {
  const load = (options: object) =>
    loadDataset(datasetConfig.parse({ validation: 0, ...options } as never), context(3));

  it('moons without noise lie on their half circles', async () => {
    const { inputs, targets } = await load({ name: 'moons', rows: 50, noise: 0 });
    if (targets.kind !== 'classes') throw new Error('no classes');
    targets.labels.forEach((label, row) => {
      const [x, y] = inputs.values.slice(2 * row, 2 * row + 2) as unknown as [number, number];
      const radius = label === 0 ? Math.hypot(x, y) : Math.hypot(1 - x, 0.5 - y);
      expect(radius).toBeCloseTo(1, 6);
      expect(label === 0 ? y >= 0 : y <= 0.5).toBe(true);
    });
  });

  it('spirals without noise have the angle of their radius and arm', async () => {
    const { inputs, targets } = await load({ name: 'spirals', rows: 60, classes: 3, turns: 1, noise: 0 });
    if (targets.kind !== 'classes') throw new Error('no classes');
    targets.labels.forEach((label, row) => {
      const [x, y] = inputs.values.slice(2 * row, 2 * row + 2) as unknown as [number, number];
      const r = Math.hypot(x, y);
      expect(x).toBeCloseTo(r * Math.cos(2 * Math.PI * (r + label / 3)), 5);
      expect(y).toBeCloseTo(r * Math.sin(2 * Math.PI * (r + label / 3)), 5);
    });
  });

  it('linear regression without noise is one plane: least squares leaves nothing', async () => {
    const { inputs, targets } = await load({ name: 'linear-regression', rows: 40, features: 1, noise: 0 });
    if (targets.kind !== 'numbers') throw new Error('no numbers');
    const [x, y] = [inputs.values, targets.values];
    const slope = (y[1]! - y[0]!) / (x[1]! - x[0]!);
    y.forEach((value, row) => {
      expect(value - y[0]!).toBeCloseTo(slope * (x[row]! - x[0]!), 4);
    });
  });

  it('sine without noise is a sine', async () => {
    const { inputs, targets } = await load({ name: 'sine', rows: 40, frequency: 3, noise: 0 });
    if (targets.kind !== 'numbers') throw new Error('no numbers');
    targets.values.forEach((y, row) => {
      expect(y).toBeCloseTo(Math.sin(3 * Math.PI * inputs.values[row]!), 6);
    });
  });

  it('blobs have the spread that was asked for', async () => {
    const { inputs, targets } = await load({ name: 'blobs', rows: 4000, classes: 2, features: 3, spread: 0.5 });
    if (targets.kind !== 'classes') throw new Error('no classes');
    const first = Array.from(inputs.values).filter((_, i) => i % 3 === 0 && targets.labels[i / 3] === 1);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const variance = first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / first.length;
    expect(Math.sqrt(variance)).toBeGreaterThan(0.46); // 2000 draws: standard error 0.008
    expect(Math.sqrt(variance)).toBeLessThan(0.54);
  });

  it('random-binary is two million rows of 15 by default, half of them of each label', async () => {
    const { inputs, targets } = await load({ name: 'random-binary' });
    if (targets.kind !== 'classes') throw new Error('no classes');
    expect([inputs.values.length, targets.labels.length]).toEqual([30_000_000, 2_000_000]);
    let ones = 0;
    for (const label of targets.labels) ones += label;
    expect(Math.abs(ones - 1_000_000)).toBeLessThan(5000); // seven standard deviations
  });
});
