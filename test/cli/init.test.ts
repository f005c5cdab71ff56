import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { main } from '../../src/cli/main.js';
import { builtInDatasets } from '../../src/config/draft/built-in.js';
import { fakeIo } from './fake-io.js';

const folders: string[] = [];
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool init-')); // a path with a blank, on purpose
  folders.push(cwd);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const lrTool = async (...args: string[]) => {
  const io = fakeIo({ cwd });
  const code = await main(args, io);
  return { code, out: io.stdout(), err: io.stderr() };
};
const init = (...args: string[]) => lrTool('init', ...args);
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(cwd, name), content);
const written = (name = 'lr-tool.yaml') => readFileSync(join(cwd, name), 'utf8');

/** Rows of two numbers and the class that they belong to. */
const rows = (count: number, make: (i: number, a: number, b: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i, Math.sin(i) * 3, Math.cos(7 * i))).join('\n');
const kindOf = (a: number) => (a > 0 ? 'up' : 'down');
const n = (value: number) => value.toFixed(3);

/** A training of one epoch with what init wrote. */
const trains = async (config?: string) => {
  const args = ['--epochs', '1', '--max-lr', '0.01', '--backend', 'cpu', '--no-save', '--quiet'];
  const { code, err } = await lrTool('train', ...(config === undefined ? [] : [config]), ...args);
  expect(err).toBe('');
  expect(code).toBe(0);
};

/** An array as numpy.save writes it. */
function npy(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`${dict.padEnd(117)}\n`);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([header.length, 0]), header, data]);
}
const floats = (count: number) => new Uint8Array(Float32Array.from({ length: count }, (_, i) => Math.sin(i)).buffer);
const labels = (count: number) => new Uint8Array(Int32Array.from({ length: count }, (_, i) => i % 3).buffer);

/** A file of MNIST's format. */
const idx = (shape: readonly number[], value: (i: number) => number) => {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = 8;
  head[3] = shape.length;
  shape.forEach((side, i) => {
    head.writeUInt32BE(side, 4 + 4 * i);
  });
  return Buffer.concat([
    head,
    Buffer.from(Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i) % 256)),
  ]);
};

describe('lr-tool init', () => {
  it('looks at a table, says what it found, and prints the next two commands', async () => {
    put('iris.csv', readFileSync('data/iris/iris.csv'));
    const { code, out, err } = await init('iris.csv', '--target', 'species');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('150 rows, 5 columns, with header');
    expect(out).toContain('species: 3 classes: setosa (50), versicolor (50), virginica (50)');
    expect(out).toMatch(/next\n {2}lr-tool find\n {2}lr-tool train\n$/);
    const { dataset, model } = parseYaml(written());
    expect(dataset).toMatchObject({ name: 'csv', path: 'iris.csv', label: 'species', task: 'classification' });
    expect(model.name).toBe('mlp');
    expect(written()).toContain('# What is learnt: 3 classes');
    await trains();
  });

  it('names the schema by a path that is there, so that editors need no network', async () => {
    put('iris.csv', readFileSync('data/iris/iris.csv'));
    await init('iris.csv');
    await init('iris.csv', '-o', 'b.jsonc');
    const inYaml = /\$schema=(\S+)/.exec(written())![1]!;
    const inJson = /"\$schema": "([^"]+)"/.exec(written('b.jsonc'))![1]!;
    for (const path of [inYaml, inJson]) {
      expect(resolve(cwd, path)).toBe(resolve('configs/schema/lr-tool.schema.json'));
      expect(path.startsWith('.')).toBe(true);
    }
  });

  it.each(['a.yaml', 'a.yml', 'a.jsonc', 'a.json', 'sub/a.yaml'])('writes %s, which trains', async (out) => {
    put('t.csv', `a,b,kind\n${rows(40, (_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}\n`);
    if (out.includes('/'))
      expect((await init('t.csv', '-o', out)).code).toBe(2); // there is no such folder
    else {
      expect((await init('t.csv', '-o', out)).code).toBe(0);
      await trains(out);
    }
  });

  it('names the data as seen from the config, wherever that lies', async () => {
    put('t.csv', `a,b,kind\n${rows(40, (_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}\n`);
    const elsewhere = mkdtempSync(join(tmpdir(), 'lr-tool-init-other-'));
    folders.push(elsewhere);
    const { code } = await init('t.csv', '-o', join(elsewhere, 'c.yaml'));
    expect(code).toBe(0);
    const { path } = parseYaml(readFileSync(join(elsewhere, 'c.yaml'), 'utf8')).dataset;
    expect(path).toBe(relative(elsewhere, join(cwd, 't.csv')));
    await trains(join(elsewhere, 'c.yaml'));
  });

  it('never writes over a config unasked', async () => {
    put('t.csv', `a,b,kind\n${rows(40, (_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}\n`);
    put('lr-tool.yaml', 'mine');
    const refused = await init('t.csv');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/lr-tool\.yaml is there already[\s\S]*--force/);
    expect(written()).toBe('mine');
    expect((await init('t.csv', '--force')).code).toBe(0);
    expect(written()).toContain('dataset:');
  });

  it('makes no second lr-tool.*, between which commands could not choose', async () => {
    put('lr-tool.json', '{}');
    const { code, err } = await init('moons');
    expect(code).toBe(2);
    expect(err).toContain('-o run.yaml');
    expect(existsSync(join(cwd, 'lr-tool.yaml'))).toBe(false);
  });

  it('prints the config alone with -o -', async () => {
    const { code, out } = await init('moons', '-o', '-');
    expect(code).toBe(0);
    expect(parseYaml(out).dataset.name).toBe('moons');
    expect(existsSync(join(cwd, 'lr-tool.yaml'))).toBe(false);
  });

  it('answers as JSON', async () => {
    put('iris.csv', readFileSync('data/iris/iris.csv'));
    const { out, err } = await init('iris.csv', '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'lr-tool/init',
      version: 1,
      next: ['lr-tool find', 'lr-tool train'],
    });
  });
});

describe('tables as people have them', () => {
  const plain = (cells: (i: number, a: number, b: number) => string) => rows(60, cells);
  it.each([
    ['no header', `${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}\n`, { header: false, label: 2 }],
    [
      'semicolons',
      `a;b;kind\n${plain((_, a, b) => `${n(a)};${n(b)};${kindOf(a)}`)}`,
      { delimiter: ';', label: 'kind' },
    ],
    ['tabs', `a\tb\tkind\n${plain((_, a, b) => `${n(a)}\t${n(b)}\t${kindOf(a)}`)}`, { delimiter: '\t' }],
    ['bars', `a|b|kind\n${plain((_, a, b) => `${n(a)}|${n(b)}|${kindOf(a)}`)}`, { delimiter: '|' }],
    ['blanks', `a b kind\n${plain((_, a, b) => `${n(a)} ${n(b)} ${kindOf(a)}`)}`, { delimiter: ' ' }],
    ['a byte order mark', `\uFEFFa,b,kind\n${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}`, { label: 'kind' }],
    [
      'Windows line ends',
      `a,b,kind\r\n${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`).replaceAll('\n', '\r\n')}`,
      {},
    ],
    [
      'quotes with commas and line ends in them',
      `"a, in m","b ""x""","the\nkind"\n${plain((_, a, b) => `"${n(a)}",${n(b)},"${kindOf(a)}, or so"`)}`,
      { label: 'the\nkind' },
    ],
    [
      'a column without a name that numbers the rows',
      `,a,b,kind\n${plain((i, a, b) => `${i},${n(a)},${n(b)},${kindOf(a)}`)}`,
      { ignore: [0] },
    ],
    [
      'an id',
      `a,CustomerId,kind\n${plain((i, a) => `${n(a)},${1000 + 7 * i},${kindOf(a)}`)}`,
      { ignore: ['CustomerId'] },
    ],
    [
      'free text and categories among the inputs',
      `name,colour,a,kind\n${plain((i, a) => `name ${i},${['red', 'blue'][i % 2]},${n(a)},${kindOf(a)}`)}`,
      { ignore: ['name'], categorical: ['colour'] },
    ],
    [
      'categories only, some missing',
      `colour,size,kind\n${plain((i, a) => `${['red', 'blue', ''][i % 3]},${['S', 'M'][i % 2]},${kindOf(a)}`)}`,
      { categorical: ['colour', 'size'], missing: 'median' },
    ],
    [
      'codes with a word among them',
      `a,rooms,kind\n${plain((i, a) => `${n(a)},${['1', '2', '3+'][i % 3]},${kindOf(a)}`)}`,
      { categorical: ['rooms'] },
    ],
    [
      'numbers with a word among them',
      `a,age,kind\n${plain((i, a, b) => `${n(a)},${i === 7 ? 'unknown' : n(b)},${kindOf(a)}`)}`,
      { ignore: ['age'] },
    ],
    ['a column that never changes', `a,b,kind\n${plain((_, a) => `${n(a)},7,${kindOf(a)}`)}`, { ignore: ['b'] }],
    ['an empty column', `a,b,kind\n${plain((_, a) => `${n(a)},,${kindOf(a)}`)}`, { ignore: ['b'] }],
    [
      'missing cells',
      `a,b,kind\n${plain((i, a, b) => `${i % 9 === 0 ? 'NA' : n(a)},${i % 11 === 0 ? '' : n(b)},${kindOf(a)}`)}`,
      { missing: 'median' },
    ],
    [
      'missing targets',
      `a,b,kind\n${plain((i, a, b) => `${n(a)},${n(b)},${i % 9 === 0 ? '?' : kindOf(a)}`)}`,
      { missing: 'drop-row' },
    ],
    [
      'quantities',
      `a,b,price\n${plain((_, a, b) => `${n(a)},${n(b)},${n(a + b)}`)}`,
      { task: 'regression', label: 'price' },
    ],
    [
      'whole numbers as classes',
      `a,b,k\n${plain((i, a, b) => `${n(a)},${n(b)},${i % 3}`)}`,
      { task: 'classification' },
    ],
    [
      'many whole numbers as quantities',
      `a,b,k\n${plain((i, a, b) => `${n(a)},${n(b)},${i * 3}`)}`,
      { task: 'regression' },
    ],
    ['a target in front', `class,a,b\n${plain((_, a, b) => `${kindOf(a)},${n(a)},${n(b)}`)}`, { label: 'class' }],
    [
      'names that YAML reads otherwise',
      `no,1e3,true\n${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}`,
      { label: 'true' },
    ],
    [
      'two columns of one name',
      `a,a,kind,kind\n${plain((_, a, b) => `${n(a)},${n(b)},x${n(b)},${kindOf(a)}`)}`,
      { label: 3 },
    ],
    [
      'numbers with blanks around',
      `a, b, kind\n${plain((_, a, b) => ` ${n(a)} , ${n(b)}, ${kindOf(a)}`)}`,
      { label: 'kind' },
    ],
    ['few rows', `a,b,kind\n${rows(6, (_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}`, { validation: 0 }],
    ['one input that counts', `x,y\n${plain((i) => `${i},${n(Math.sin(i / 9))}`)}`, { label: 'y', task: 'regression' }],
    ['an escape sequence in a name', `\u001b[31ma,b,kind\n${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}`, {}],
  ] as const)('%s', async (_, text, dataset) => {
    put('data.csv', text);
    const { code, out, err } = await init('data.csv');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).not.toContain('\u001b');
    expect(parseYaml(written()).dataset).toMatchObject(dataset);
    await trains();
  });

  it('says what becomes of text, in words and in the config', async () => {
    const row = (i: number, a: number) =>
      `person ${i},${i === 7 ? 'unknown' : n(a)},${['red', 'blue', '', 'green'][i % 4]},${n(a)},${kindOf(a)}`;
    put('data.csv', `name,age,colour,a,kind\n${plain(row)}`);
    const { out } = await init('data.csv');
    expect(out).toMatch(/inputs +2: colour, a\n/);
    expect(out).toMatch(/categories +colour: red, blue, green\n/);
    expect(out.replace(/\s+/g, ' ')).toContain(
      "age (numbers, but a cell is text, 'unknown' first: empty them to use it)",
    );
    expect(out).toContain('name (text, 60 different)');
    expect(out).toMatch(/missing +a missing category is 0 in all its inputs; empty: colour 15\n/);
    expect(written()).toContain(
      '# An input of 0 and 1 for each value: colour: red, blue, green.\n  categorical: [colour]',
    );
  });

  it('in gzip', async () => {
    put('data.csv.gz', gzipSync(`a,b,kind\n${plain((_, a, b) => `${n(a)},${n(b)},${kindOf(a)}`)}`));
    expect((await init('data.csv.gz')).code).toBe(0);
    await trains();
  });

  it('takes another target and task when told', async () => {
    put('data.csv', `a,b,kind\n${plain((i, a, b) => `${n(a)},${n(b)},${i % 3}`)}`);
    await init('data.csv', '--target', 'a');
    expect(parseYaml(written()).dataset).toMatchObject({ label: 'a', task: 'regression' });
    await init('data.csv', '--task', 'regression', '--force');
    expect(parseYaml(written()).dataset).toMatchObject({ label: 'kind', task: 'regression' });
    await init('data.csv', '--target', '1', '--force');
    expect(parseYaml(written()).dataset).toMatchObject({ label: 'b' });
  });
});

describe('arrays', () => {
  it('of an NPZ, by their names', async () => {
    const test = { 'x_test.npy': npy('<f4', [9, 4], floats(36)), 'y_test.npy': npy('<i4', [9], labels(9)) };
    const train = { 'x_train.npy': npy('<f4', [30, 4], floats(120)), 'y_train.npy': npy('<i4', [30], labels(30)) };
    put('d.npz', zipSync({ ...test, ...train }));
    const { code, out } = await init('d.npz');
    expect(code).toBe(0);
    expect(out).toContain('30 examples of 4, and a test part');
    expect(parseYaml(written()).dataset).toMatchObject({ inputs: 'x_train', targets: 'y_train', testInputs: 'x_test' });
    await trains();
  });

  it('of an NPZ whose names say nothing, when the target is named', async () => {
    put('d.npz', zipSync({ 'one.npy': npy('<f4', [30, 4], floats(120)), 'two.npy': npy('<f4', [30], floats(30)) }));
    const refused = await init('d.npz');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/one, two[\s\S]*--target two/);
    expect((await init('d.npz', '--target', 'two')).code).toBe(0);
    expect(parseYaml(written()).dataset).toMatchObject({ inputs: 'one', targets: 'two', task: 'regression' });
    await trains();
    expect((await init('d.npz', '--target', 'tow', '--force')).err).toContain("did you mean 'two'?");
  });

  it('of NPY files that lie side by side', async () => {
    put('X_train.npy', npy('<f4', [30, 4], floats(120)));
    put('y_train.npy', npy('<i4', [30], labels(30)));
    expect((await init('X_train.npy')).code).toBe(0);
    expect(parseYaml(written()).dataset).toMatchObject({ inputs: 'X_train.npy', targets: 'y_train.npy' });
    await trains();
    rmSync(join(cwd, 'y_train.npy'));
    expect((await init('X_train.npy', '--force')).err).toContain('--target FILE');
  });

  it('of IDX files, with the test part beside them', async () => {
    for (const [part, count] of [
      ['train', 20],
      ['t10k', 8],
    ] as const) {
      put(
        `${part}-images-idx3-ubyte`,
        idx([count, 6, 6], (i) => i * 7),
      );
      put(
        `${part}-labels-idx1-ubyte`,
        idx([count], (i) => i % 3),
      );
    }
    expect((await init('train-images-idx3-ubyte')).code).toBe(0);
    expect(parseYaml(written()).dataset).toMatchObject({
      name: 'idx',
      labels: 'train-labels-idx1-ubyte',
      testImages: 't10k-images-idx3-ubyte',
    });
    await trains();
  });
});

describe('data of lr-tool', () => {
  it.each(builtInDatasets.map(({ name }) => name).filter((name) => !/mnist|random-binary/.test(name)))(
    '%s needs no file',
    async (name) => {
      expect((await init(name)).code).toBe(0);
      expect(parseYaml(written()).dataset.name).toBe(name);
    },
  );

  it('stands in where nothing is named and nothing lies here', async () => {
    expect((await init()).code).toBe(0);
    await trains();
  });
});

describe('what cannot be a config is refused before anything is written', () => {
  const table = (cells: (i: number, a: number) => string) => `a,b\n${rows(30, (i, a) => cells(i, a))}\n`;
  it.each([
    ['one class', table((_, a) => `${n(a)},x`), ['--target', 'b'], /b cannot be the target: it is the same in all 30/],
    ['no value', table((_, a) => `${n(a)},`), ['--target', 'b'], /no value in any row/],
    ['a name in each row', table((i, a) => `${n(a)},name ${i}`), ['--target', 'b'], /30 different texts in 30 rows/],
    ['text as a quantity', table((_, a) => `${n(a)},${kindOf(a)}`), ['--task', 'regression'], /holds text/],
    ['fractions as classes', table((_, a) => `${n(a)},${n(a)}`), ['--task', 'classification'], /holds fractions/],
    ['fractions and text', table((i, a) => `${n(a)},${i % 2 ? n(a) : 'x'}`), ['--target', 'b'], /fractions and text/],
    ['a target that is not there', table((_, a) => `${n(a)},${kindOf(a)}`), ['--target', 'bb'], /did you mean 'b'/],
    ['text only', table((_, a) => `t${n(a)},${kindOf(a)}`), [], /no column to learn from: a: text/],
    ['decimal commas', `a;b\n${rows(30, (_, a) => `${n(a).replace('.', ',')};${kindOf(a)}`)}`, [], /decimal comma/],
    [
      'a decimal comma in the target',
      `a;b\n${rows(30, (_, a) => `${n(a)};${n(a).replace('.', ',')}`)}`,
      ['--target', 'b'],
      /decimal comma: /,
    ],
    ['one column', `a\n${rows(30, (_, a) => n(a))}\n`, [], /has 1 column/],
    ['rows of different lengths', `a,b\n1,2\n1,2,3\n2,x\n`, [], /line 3 has 3 cells instead of 2/],
    ['a header alone', 'a,b\n', [], /no rows/],
    ['nothing', '', [], /is empty/],
    ['another encoding', Buffer.from('a,b\n1,\xe9\n2,x\n', 'latin1'), [], /not UTF-8/],
    ['Parquet', 'PAR1....', [], /Parquet/],
    ['JSON', '{"a": 1}', [], /JSON/],
    ['a workbook', zipSync({ '[Content_Types].xml': new Uint8Array(5) }), [], /spreadsheet/],
  ] as const)('%s', async (_, content, args, message) => {
    put('data.csv', content);
    const { code, out, err } = await init('data.csv', ...args);
    expect(err).toMatch(message);
    expect(err).toContain('hint: ');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(existsSync(join(cwd, 'lr-tool.yaml'))).toBe(false);
  });

  it('a file that is not there, with the one that was meant', async () => {
    put('iris.csv', 'a,b\n');
    expect((await init('iris.cvs')).err).toContain("did you mean 'iris.csv'?");
    expect((await init('mons')).err).toContain("did you mean 'moons'?");
    expect((await init('qqqqqq')).err).toContain('blobs');
    const { code, err } = await init();
    expect(code).toBe(2);
    expect(err).toContain('lr-tool init iris.csv');
  });

  it('an ending that no config has', async () => {
    const { code, err } = await init('moons', '-o', 'run.toml');
    expect(code).toBe(2);
    expect(err).toContain('-o run.yaml');
    expect(dirname(cwd)).not.toBe(cwd);
  });
});
