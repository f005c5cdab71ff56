import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { fakeIo } from './fake-io.js';

/** A config (or several files), the arguments after the command (`find` if none is named), and what the message must say. */
interface Broken {
  readonly what: string;
  readonly files?: Readonly<Record<string, string | Uint8Array | object>>;
  readonly command?: 'find' | 'suggest';
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly says: readonly (string | RegExp)[];
}

const moons = { dataset: { name: 'moons', rows: 200 }, model: { name: 'mlp', hidden: [4] } };
const withFind = (find: object) => ({ 'c.json': { ...moons, find } });
const csv = (text: string, options: object = {}) => ({
  'd.csv': text,
  'c.json': { dataset: { name: 'csv', path: 'd.csv', label: 'y', ...options }, model: 'linear' },
});
const rows = (line: (i: number) => string, n = 60) => Array.from({ length: n }, (_, i) => line(i)).join('\n');

/** An IDX file: magic, dimensions, bytes. */
function idx(magic: number, dims: readonly number[], bytes: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dims.length));
  header.setUint32(0, magic);
  dims.forEach((dim, i) => {
    header.setUint32(4 + 4 * i, dim);
  });
  return Buffer.concat([new Uint8Array(header.buffer), Buffer.alloc(bytes, 1)]);
}

const idxConfig = {
  dataset: { name: 'idx', images: 'images', labels: 'labels' },
  model: 'linear',
};

/** An NPY file of version 1.0. */
function npy(descr: string, shape: string, bytes: number): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = `${text.padEnd(117)}\n`;
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8]);
  return Buffer.concat([head, Buffer.from(padded), Buffer.alloc(bytes)]);
}
const npyConfig = { dataset: { name: 'npy', inputs: 'x.npy', targets: 'y.npy' }, model: 'linear' };

const scheduleReport = JSON.stringify({
  kind: 'lr-tool/schedule',
  version: 1,
  tool: '0.1.0',
  schedule: { name: 'constant', parameters: {}, warmupSteps: 0, totalSteps: 2, stepsPerEpoch: 1 },
  lr: [1, 1],
});

const broken: readonly Broken[] = [
  { what: 'no such config', args: ['nothing.json'], says: ['nothing.json'] },
  { what: 'a misspelt bundled config', args: ['digits-mpl'], says: ['digits-mpl', 'digits-mlp'] },
  { what: 'an unknown flag', args: ['digits-mlp', '--stepz', '5'], says: ['--stepz', '--steps'] },
  { what: 'an unknown backend', args: ['digits-mlp', '--backend', 'gpu'], says: ['--backend', 'gpu'] },
  { what: 'steps 0', args: ['digits-mlp', '--steps', '0'], says: ['--steps', '0', '2'] },
  { what: 'steps that are no number', args: ['digits-mlp', '--steps', '1e2x'], says: ['--steps', '1e2x'] },
  { what: 'start above end', args: ['digits-mlp', '--start-lr', '1', '--end-lr', '0.1'], says: ['--start-lr', '0.1'] },
  { what: 'a negative rate', args: ['digits-mlp', '--start-lr', '-1'], says: ['--start-lr', '-1'] },
  {
    what: 'an exponential sweep from 0',
    args: ['digits-mlp', '--start-lr', '0'],
    says: ['--start-lr', 'above 0', 'exponential'],
  },
  { what: 'an unknown rule', args: ['digits-mlp', '--rule', 'valey'], says: ['--rule', 'valey', 'valley'] },
  { what: 'a --set without value', args: ['digits-mlp', '--set', 'find.steps'], says: ['--set find.steps'] },
  { what: 'a --set of an unknown key', args: ['digits-mlp', '--set', 'find.stepps=3'], says: ['stepps', 'steps'] },
  { what: 'a --set on the prototype', args: ['digits-mlp', '--set', '__proto__.x=1'], says: ['__proto__'] },
  {
    what: 'an unknown optimizer by --set',
    args: ['digits-mlp', '--set', 'optimizer.name=adm'],
    says: ['optimizer.name', 'adm', 'adam'],
  },
  {
    what: 'a batch larger than the set',
    args: ['digits-mlp', '--batch-size', '5000'],
    says: ['batchSize', '5000', /14\d\d/],
  },
  { what: 'broken JSON', files: { 'c.json': '{ "model": "linear", ' }, says: [/c\.json:1:\d+/] },
  { what: 'an empty config', files: { 'c.json': '' }, says: ['c.json'] },
  { what: 'a config without data set', files: { 'c.json': { model: 'linear' } }, says: ['c.json', 'dataset'] },
  {
    what: 'an unknown layer',
    files: { 'c.json': { ...moons, model: { name: 'layers', layers: [{ layer: 'dens', units: 2 }] } } },
    says: [/c\.json:1:\d+/, 'model.layers[0].layer', 'dens', 'dense'],
  },
  {
    what: 'a layer without its parameter',
    files: { 'c.json': { ...moons, model: { name: 'layers', layers: [{ layer: 'dense' }] } } },
    says: ['model.layers[0].units'],
  },
  { what: 'two mistakes at once', files: withFind({ steps: 0, stepz: 1 }), says: ['find.steps', 'find.stepz'] },
  {
    what: 'a duplicate key in YAML',
    files: { 'c.yaml': 'dataset: digits\ndataset: moons\nmodel: linear\n' },
    args: ['c.yaml'],
    says: ['c.yaml:2:1'],
  },
  {
    what: 'a config on stdin with a typo',
    args: ['-'],
    stdin: '{"dataset": "digit", "model": "linear"}',
    says: ['digit', 'digits'],
  },
  {
    what: 'outputs that do not fit the classes',
    files: { 'c.json': { ...moons, model: { name: 'layers', layers: [{ layer: 'dense', units: 5 }] } } },
    says: ['5', '2'],
  },
  {
    what: 'a convolution on flat inputs',
    files: { 'c.json': { ...moons, model: { name: 'layers', layers: [{ layer: 'conv2d', filters: 2, kernel: 3 }] } } },
    says: ['model.layers[0]', 'conv2d'],
  },
  {
    what: 'a loss that does not fit the targets',
    files: { 'c.json': { dataset: 'digits', model: 'linear', loss: 'binary-cross-entropy' } },
    says: ['loss', 'binary-cross-entropy', '10 classes'],
  },
  {
    what: 'code without --allow-code',
    files: { 'm.mjs': 'throw new Error("ran")', 'c.json': { ...moons, model: { name: 'module', path: 'm.mjs' } } },
    says: ['m.mjs', '--allow-code'],
  },
  { what: 'a missing data file', files: { 'c.json': csv('')['c.json'] }, says: ['d.csv'] },
  { what: 'an empty CSV', files: csv(''), says: ['d.csv'] },
  { what: 'a ragged CSV', files: csv(`a,b,y\n${rows((i) => `${i},1,${i % 2}`)}\n1,2\n`), says: ['d.csv', '62'] },
  {
    what: 'a CSV cell that is no number',
    files: csv(`a,y\n${rows((i) => `${i === 7 ? 'x7' : i},${i % 2}`)}\n`),
    says: ['d.csv', '9', 'x7'],
  },
  {
    what: 'a missing value',
    files: csv(`a,y\n${rows((i) => `${i === 7 ? '' : i},${i % 2}`)}\n`),
    says: ['d.csv', '9', 'missing'],
  },
  { what: 'an unknown label column', files: csv(`a,why\n${rows((i) => `${i},${i % 2}`)}\n`), says: ['y', 'why'] },
  { what: 'one class only', files: csv(`a,y\n${rows((i) => `${i},red`)}\n`), says: ['class', 'red'] },
  {
    what: 'NaN in the data',
    files: csv(`a,y\n${rows((i) => `${i === 3 ? 'NaN' : i},${i % 2}`)}\n`),
    says: ['d.csv', 'NaN'],
  },
  {
    what: 'IDX with a wrong magic',
    files: { images: idx(0x01020304, [2, 2], 4), labels: idx(0x801, [2], 2), 'c.json': idxConfig },
    says: ['images', '01020304'],
  },
  {
    what: 'IDX shorter than it says',
    files: { images: idx(0x803, [100, 2, 2], 8), labels: idx(0x801, [100], 100), 'c.json': idxConfig },
    says: ['images', /4\d\d|8/],
  },
  {
    what: 'fewer labels than images',
    files: { images: idx(0x803, [20, 2, 2], 80), labels: idx(0x801, [10], 10), 'c.json': idxConfig },
    says: ['20', '10'],
  },
  {
    what: 'a truncated gzip',
    files: {
      'images.gz': gzipSync(Buffer.alloc(9000, 7)).subarray(0, 20),
      labels: idx(0x801, [10], 10),
      'c.json': { ...idxConfig, dataset: { ...idxConfig.dataset, images: 'images.gz' } },
    },
    says: ['images.gz'],
  },
  {
    what: 'an NPY of objects',
    files: { 'x.npy': npy('|O', '(2, 2)', 32), 'y.npy': npy('<i4', '(2,)', 8), 'c.json': npyConfig },
    says: ['x.npy', /object/],
  },
  {
    what: 'an NPY shorter than it says',
    files: { 'x.npy': npy('<f4', '(50, 2)', 8), 'y.npy': npy('<i4', '(50,)', 200), 'c.json': npyConfig },
    says: ['x.npy', '400', '8'],
  },
  {
    what: 'a huge NPY shape',
    files: { 'x.npy': npy('<f4', '(9999999999, 9)', 8), 'y.npy': npy('<i4', '(2,)', 8), 'c.json': npyConfig },
    says: ['x.npy'],
  },
  {
    what: 'MNIST that is nowhere',
    files: { 'c.json': { dataset: { name: 'mnist', path: 'none' }, model: 'linear' } },
    says: ['mnist', 'none'],
  },
  {
    what: 'a model file that is nowhere',
    files: { 'c.json': { ...moons, model: { name: 'file', path: 'model.json' } } },
    says: ['model.json'],
  },
  {
    what: 'a model file that is no model',
    files: { 'model.json': '{}', 'c.json': { ...moons, model: { name: 'file', path: 'model.json' } } },
    says: ['model.json'],
  },
  ...(
    [
      { what: 'a curve that is nowhere', args: ['none.csv'], says: ['none.csv'] },
      { what: 'no curve named', args: [], says: ['curve'] },
      { what: 'an empty curve', files: { 'c.csv': '' }, args: ['c.csv'], says: ['c.csv', 'empty'] },
      {
        what: 'a curve in bytes',
        files: { c: Uint8Array.of(0, 200, 201, 0) },
        args: ['c'],
        says: ['c is neither text'],
      },
      {
        what: 'a curve with several losses',
        files: { 'c.csv': 'lr,train_loss,batch_loss\n1,2,3\n' },
        args: ['c.csv'],
        says: ['train_loss, batch_loss', "--loss-column 'train_loss'"],
      },
      {
        what: 'a curve without rates',
        files: { 'c.csv': 'step,loss\n1,2\n' },
        args: ['c.csv'],
        says: ['step, loss', '--lr-column'],
      },
      {
        what: 'a loss that is a word',
        args: ['-'],
        stdin: 'lr,loss\n1,2\n2,x7\n',
        says: ['standard input line 3', 'x7'],
      },
      { what: 'a curve of broken JSON', args: ['-'], stdin: '{"lr": [1', says: [/standard input:1:\d+/] },
      { what: 'a report of a schedule', args: ['-'], stdin: scheduleReport, says: ['lr-tool/schedule', 'range test'] },
      { what: 'a report of the future', args: ['-'], stdin: '{"kind": "lr-tool/find", "version": 9}', says: ['9'] },
      { what: 'an unknown profile', args: ['c.csv', '--profile', 'fastia'], says: ['--profile', 'fastia', 'fastai'] },
      {
        what: 'a rule of another tool',
        args: ['-', '--profile', 'fastai', '--rule', 'ignite'],
        stdin: 'lr,loss\n1,2\n',
        says: ['--rule ignite', '--profile fastai', 'valley'],
      },
      { what: 'steps that are no number', args: ['-', '--steps', '1e2x'], says: ['--steps', '1e2x'] },
      {
        what: 'fewer steps than points',
        args: ['-', '--steps', '2'],
        stdin: 'lr,loss\n1,2\n2,3\n3,4\n',
        says: ['--steps 2', '3'],
      },
      { what: 'a momentum of 1', args: ['-', '--momentum', '1'], says: ['--momentum', "'1'"] },
    ] satisfies readonly Broken[]
  ).map((one) => ({ ...one, command: 'suggest' as const })),
];

describe('broken inputs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lr-tool-broken-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(broken)(
    '$what: one message, exit code 2, nothing written',
    async ({ files = {}, command = 'find', args, stdin = '', says }) => {
      for (const [name, content] of Object.entries(files)) {
        const raw = typeof content === 'string' || content instanceof Uint8Array;
        writeFileSync(join(folder, name), raw ? content : JSON.stringify(content));
      }
      const before = readdirSync(folder, { recursive: true });
      const io = fakeIo({ cwd: folder, stdin });
      const code = await main([command, ...(args ?? ['c.json']), '--quiet'], io);

      expect(io.stderr(), io.stderr()).not.toBe('');
      for (const part of says) {
        if (typeof part === 'string') expect(io.stderr()).toContain(part);
        else expect(io.stderr()).toMatch(part);
      }
      expect(io.stderr()).not.toMatch(/\n\s+at |internal error|undefined|\[object/);
      expect(io.stdout()).toBe('');
      expect(code).toBe(2);
      expect(readdirSync(folder, { recursive: true })).toEqual(before);
    },
  );
});
