import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { datasetConfig } from '../../src/datasets/all.js';
import type { DatasetContext } from '../../src/datasets/dataset.js';
import { gatherInputs, gatherTargets } from '../../src/datasets/gather.js';
import { loadDataset } from '../../src/datasets/load.js';
import { contextIn, idxBytes, refusal, tempDir, tempFile } from './files.js';

const load = (config: object, context: DatasetContext = contextIn('/nowhere')) =>
  loadDataset(datasetConfig.parse(config as never), context);
const fixtures = fileURLToPath(new URL('../fixtures/npy', import.meta.url));

describe('digits', () => {
  it('is the table that was published, byte for byte, in a smaller archive', () => {
    const bytes = gunzipSync(readFileSync(new URL('../../data/digits/digits.csv.gz', import.meta.url)));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(sha256).toBe('6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8');
  });

  it('has 1797 images of 8 x 8, scaled from 0 .. 16 to 0 .. 1, split 80 : 20 in every class', async () => {
    const { inputs, targets, train, validation } = await load({ name: 'digits' });
    expect([train.length, validation.length, inputs.shape]).toEqual([1438, 359, [8, 8, 1]]);
    expect(inputs.values).toBeInstanceOf(Uint8Array);
    const first = gatherInputs({ inputs }, Int32Array.of(0));
    expect([...first.slice(0, 8)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0].map((pixel) => pixel / 16));
    if (targets.kind !== 'classes') throw new Error('no classes');
    const counts = new Array(10).fill(0);
    for (const label of targets.labels) counts[label]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]); // as scikit-learn's load_digits
  });

  it('can be limited, one-hot, standardised', async () => {
    const data = await load({ name: 'digits', limit: 100, oneHot: true, scaling: 'standard' });
    expect([data.train.length, data.validation.length]).toEqual([80, 20]);
    expect([...gatherTargets(data, Int32Array.of(1))]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const values = gatherInputs(data, data.train);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 5);
  });
});

describe('mnist and fashion-mnist', () => {
  /** The four files of a tiny MNIST. */
  function write(dir: string, spelling: (stem: string, axes: number) => string, gzip: boolean) {
    mkdirSync(dir, { recursive: true });
    const put = (stem: string, axes: number, bytes: Buffer) =>
      writeFileSync(join(dir, spelling(stem, axes) + (gzip ? '.gz' : '')), gzip ? gzipSync(bytes) : bytes);
    put('train-images', 3, idxBytes([4, 1, 2], [0, 255, 0, 51, 1, 2, 3, 4]));
    put('train-labels', 1, idxBytes([4], [0, 9, 1, 2]));
    put('t10k-images', 3, idxBytes([2, 1, 2], [5, 6, 7, 8]));
    put('t10k-labels', 1, idxBytes([2], [3, 4]));
  }

  it.each([
    ['with hyphens', (stem: string, axes: number) => `${stem}-idx${axes}-ubyte`, true],
    ['with dots', (stem: string, axes: number) => `${stem}.idx${axes}-ubyte`, false],
  ])('are found %s, and the test part is the validation part', async (_, spelling, gzip) => {
    const dir = tempDir();
    write(join(dir, 'mnist'), spelling, gzip);
    const data = await load({ name: 'mnist' }, contextIn('/nowhere', { dataDirs: [join(dir, 'other'), dir] }));
    expect([[...data.train], [...data.validation]]).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
    expect([...gatherInputs(data, Int32Array.of(1, 5))]).toEqual([0, 0.2, 7 / 255, 8 / 255].map(Math.fround));
    const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    expect(data.targets).toMatchObject({ labels: Uint8Array.of(0, 9, 1, 2, 3, 4), classes });
    expect(data.inputs.shape).toEqual([1, 2, 1]);
  });

  it('take `path` from the folder of the config, and no other folder then', async () => {
    const dir = tempDir();
    write(join(dir, 'fashion-mnist'), (stem, axes) => `${stem}-idx${axes}-ubyte`, true);
    write(join(dir, 'mine'), (stem, axes) => `${stem}-idx${axes}-ubyte`, true);
    const context = contextIn(dir, { dataDirs: [dir] });
    expect((await load({ name: 'fashion-mnist', path: 'mine' }, context)).train).toHaveLength(4);
    const said = await refusal(() => load({ name: 'fashion-mnist', path: 'wrong' }, context));
    expect(said).toBe(`FILE_MISSING: the files of fashion-mnist were not found; looked in ${join(dir, 'wrong')}`);
  });

  it('tell where they were looked for and how to get them', async () => {
    const context = contextIn('/nowhere', { dataDirs: ['/a', '/b'] });
    const lookup = load({ name: 'fashion-mnist' }, context);
    await expect(lookup).rejects.toMatchObject({
      message: expect.stringContaining('looked in /a/fashion-mnist, /b/fashion-mnist'),
      hint: expect.stringContaining('apt-get install dataset-fashion-mnist'),
    });
    expect(await refusal(() => load({ name: 'mnist' }))).toMatch(/no folder \(none is configured\)/);
  });

  const installed = existsSync('/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz');
  it.skipIf(!installed)('fashion-mnist is as published, in little memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const data = await load({ name: 'fashion-mnist' }, contextIn('/nowhere', { dataDirs: ['/usr/share/datasets'] }));
    expect([data.train.length, data.validation.length, data.inputs.shape]).toEqual([60000, 10000, [28, 28, 1]]);
    if (data.targets.kind !== 'classes') throw new Error('no classes');
    const counts = new Array(10).fill(0);
    for (const label of data.targets.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(7000));
    let sum = 0;
    for (const value of data.inputs.values.subarray(0, 60000 * 784)) sum += value;
    expect(sum / (60000 * 784 * 255)).toBeCloseTo(0.286, 4); // the 0.2860 that everyone normalises by
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(250e6);
  });
});

describe('files of the user', () => {
  it('csv: gaps are filled from the training rows, the scaling is standard', async () => {
    const path = tempFile(
      't.csv',
      `a,b,y\n${Array.from({ length: 20 }, (_, i) => `${i === 3 ? 'NA' : 4},${i},${i % 2}`).join('\n')}`,
    );
    const data = await load({ name: 'csv', path: 't.csv', missing: 'mean' }, contextIn(dirname(path)));
    expect(data).toMatchObject({ name: 't.csv', inputs: { shape: [2] }, targets: { classes: ['0', '1'] } });
    expect(data.inputs.values[6]).toBe(4);
    expect(
      gatherInputs(data, data.train)
        .filter((_, i) => i % 2 === 0)
        .every((value) => value === 0),
    ).toBe(true);
  });

  it('csv: takes a shape that fits, refuses one that does not, and an empty file', async () => {
    const path = tempFile('t.csv', Array.from({ length: 10 }, (_, i) => `1,2,3,${i},${i % 2}`).join('\n'));
    expect((await load({ name: 'csv', path, shape: [2, 2, 1] })).inputs.shape).toEqual([2, 2, 1]);
    expect(await refusal(() => load({ name: 'csv', path, shape: [3, 2] }))).toBe(
      'DATA_SHAPE: shape [3,2] needs 6 values per example, but t.csv has 4',
    );
    expect(await refusal(() => load({ name: 'csv', path: tempFile('t.csv', '') }))).toMatch(
      /DATA_EMPTY: t.csv holds no examples/,
    );
    expect(await refusal(() => load({ name: 'csv', path: tempFile('t.csv', 'a,b\n') }))).toMatch(/DATA_EMPTY/);
    expect(await refusal(() => load({ name: 'csv', path: 'no.csv' }))).toBe(
      'FILE_MISSING: /nowhere/no.csv does not exist',
    );
  });

  it('npz: train and test keys, bytes stay bytes', async () => {
    const keys = { inputs: 'x_train', targets: 'y_train', testInputs: 'x_test', testTargets: 'y_test' };
    const data = await load({ name: 'npz', path: 'compressed.npz', ...keys, scaling: 'unit' }, contextIn(fixtures));
    expect([[...data.train], [...data.validation]]).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7],
    ]);
    expect([...gatherInputs(data, Int32Array.of(6))]).toEqual(
      [100, 101, 102, 103].map((byte) => Math.fround(byte / 255)),
    );
    const { testTargets, ...without } = keys;
    expect(testTargets).toBe('y_test');
    const config = { name: 'npz', path: 'compressed.npz', ...without };
    expect(await refusal(() => load(config, contextIn(fixtures)))).toMatch(
      /CONFIG_INVALID: testInputs and testTargets/,
    );
  });

  it('npy: inputs and targets, refused where their counts differ', async () => {
    const data = await load({ name: 'npy', inputs: 'f4.npy', targets: 'f8.npy', validation: 0 }, contextIn(fixtures));
    expect(data).toMatchObject({ name: 'f4.npy', inputs: { shape: [3] }, targets: { kind: 'numbers', width: 3 } });
    const wrong = { name: 'npy', inputs: 'f4.npy', targets: 'version-2.npy' };
    expect(await refusal(() => load(wrong, contextIn(fixtures)))).toMatch(
      /f4.npy has 2 examples, but .*version-2.npy 4/,
    );
  });

  it('idx: a pair, a test pair, and never half of one', async () => {
    const images = tempFile('images', idxBytes([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]));
    const labels = tempFile('labels', idxBytes([4], [0, 1, 0, 1]));
    const data = await load({ name: 'idx', images, labels, testImages: images, testLabels: labels });
    expect([[...data.train], [...data.validation], data.inputs.shape]).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [2]]);
    expect(await refusal(() => load({ name: 'idx', images, labels, testImages: images }))).toMatch(
      /testImages and testLabels/,
    );
  });
});

describe('a data module', () => {
  const run = (code: string, more: object = {}, allowCode = true) => {
    const path = tempFile('data.mjs', code);
    return load({ name: 'module', path, ...more }, contextIn('/nowhere', { allowCode, seed: 5 }));
  };

  it('runs only with --allow-code', async () => {
    const said = await refusal(() => run('throw new Error("it ran")', {}, false));
    expect(said).toMatch(/CODE_NOT_ALLOWED: the data set comes from code in \/.*data.mjs, which was not run/);
  });

  it('is given the seed and its options', async () => {
    const code = `export default async ({ seed, options }) =>
      ({ inputs: [seed, 1, 2, options.last], shape: [1], labels: [0, 1, 0, 1], classes: ['no', 'yes'], testFrom: 2 })`;
    const data = await run(code, { options: { last: 9 } });
    expect([...data.inputs.values]).toEqual([5, 1, 2, 9]);
    expect(data).toMatchObject({
      name: 'data.mjs',
      validation: Int32Array.of(2, 3),
      targets: { classes: ['no', 'yes'] },
    });
  });

  it('may give numbers as targets', async () => {
    const code =
      'export default () => ({ inputs: new Uint8Array(12), shape: [2, 1], targets: Float64Array.from({ length: 12 }, (_, i) => i), width: 2 })';
    expect((await run(code, { validation: 0.5 })).targets).toMatchObject({ kind: 'numbers', width: 2 });
  });

  it.each([
    ['export const x = 1', /MODULE_FAILED: .*no function as its default export/],
    ['export default () => { throw new Error("no luck") }', /MODULE_FAILED: .*failed: no luck/],
    ['this is not code', /MODULE_FAILED/],
    ['export default () => 7', /MODULE_RESULT: .*the result: Invalid input: expected object/],
    [
      'export default () => ({ inputs: [1, "2"], shape: [1], labels: [0, 1] })',
      /MODULE_RESULT: .*inputs: must be a Uint8Array/,
    ],
    ['export default () => ({ inputs: [1, 2], shape: [1] })', /labels: give either labels or targets/],
    ['export default () => ({ inputs: [1, 2], shape: [1], labels: [0, 1], testFrom: 2 })', /testFrom: must be less/],
    [
      'export default () => ({ inputs: [1, 2], shape: [1], labels: [0, 0.5] })',
      /DATA_LABEL: .*is 0.5, not a whole number/,
    ],
    ['export default () => ({ inputs: [1, 2, 3], shape: [2], labels: [0, 1] })', /DATA_COUNT: data.mjs has 1.5 inputs/],
    [
      'export default () => ({ inputs: [1, NaN], shape: [1], labels: [0, 1] })',
      /DATA_NOT_FINITE: data.mjs: inputs, row 1/,
    ],
  ])('is refused with the reason: %s', async (code, reason) => expect(await refusal(() => run(code))).toMatch(reason));
});
