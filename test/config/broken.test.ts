import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import { loadConfig } from '../../src/config/load.js';
import { resolveConfig } from '../../src/config/resolve.js';

/** ▸ stands before the character that the error must point at; it is taken out before the text is read. */
const json = [
  ['', '▸', 'a value should be here'],
  ['no bracket', '{"dataset": "digits"▸', "a '}' should be here"],
  ['comma at the end', '{\n  "dataset": "digits",\n▸}', 'a key in double quotes should be here'],
  ['comma missing', '{\n  "seed": 1\n  ▸"batchSize": 2\n}', "a ',' should be here"],
  ['colon missing', '{ "seed" ▸1 }', "a ':' should be here"],
  ['key without quotes', '{ ▸seed: 1 }', 'text and keys need double quotes'],
  ['single quotes', "{ ▸'seed': 1 }", 'text and keys need double quotes'],
  ['NaN', '{ "find": { "startLr": ▸NaN } }', 'this is not JSON'],
  ['comment', '{\n  ▸// why\n  "seed": 1\n}', 'name the file .jsonc'],
  ['text over two lines', '{ "dataset": ▸"dig\nits" }', 'this text does not end'],
  ['bad escape', '{ "dataset": ▸"C:\\data" }', 'JSON has no such escape'],
  ['value missing', '{ "seed": ▸}', 'a value should be here'],
  ['two values', '{ "seed": 1 } ▸{}', 'the config ends before this'],
  ['a list', '▸[1]', 'must be an object, is a list of 1'],
  ['a number', '▸5', 'must be an object, is 5'],
  ['key twice', '{ "seed": 1, ▸"seed": 2 }', "the key 'seed' is given twice"],
  ['inner key twice', '{\n "find": { "steps": 5,\n  ▸"steps": 6 } }', "the key 'find.steps' is given twice"],
  ['__proto__', '{ ▸"__proto__": { "seed": 1 } }', "the key '__proto__' is not allowed"],
  ['no data set', '▸{ "model": "mlp" }', 'dataset: is missing'],
  ['data set misspelt', '{ "model": "mlp", "dataset": ▸"mnits" }', "unknown dataset 'mnits' (did you mean 'mnist'?)"],
  ['data set a number', '{ "model": "mlp", "dataset": ▸5 }', 'dataset: must be a name or an object, is 5'],
  ['name missing', '{ "model": "mlp", "dataset": ▸{} }', 'dataset.name: is missing (known: digits, mnist'],
  [
    'name misspelt',
    '{ "model": { "name": ▸"mpl" }, "dataset": "digits" }',
    "model.name: unknown model 'mpl' (did you mean",
  ],
  ['name a list', '{ "model": { "name": ▸[] }, "dataset": "digits" }', 'model.name: must be one of linear, mlp'],
  ['csv without path', '{ "model": "mlp", "dataset": ▸"csv" }', 'dataset.path: is missing'],
  ['unknown key', '{ ▸"sead": 1, "dataset": "digits", "model": "mlp" }', "sead: unknown key (did you mean 'seed'?)"],
  [
    'far from any key',
    '{ ▸"xyzzy": 1, "dataset": "digits", "model": "mlp" }',
    'xyzzy: unknown key (known: $schema, dataset',
  ],
] as const;

const valid = '"dataset": "digits", "model": "mlp"';
const values = [
  ['text for a number', '"batchSize": ▸"32"', "batchSize: must be a number, is '32'"],
  ['fraction for a whole number', '"batchSize": ▸1.5', 'batchSize: must be a whole number, is 1.5'],
  ['batch of none', '"batchSize": ▸0', 'batchSize: must be at least 1, is 0'],
  ['null', '"batchSize": ▸null', 'batchSize: must be a number, is null'],
  ['seed past 2^53', '"seed": ▸9007199254740993', 'seed: must be at most 9007199254740991'],
  ['infinite', '"find": { "endLr": ▸1e999 }', 'find.endLr: must be a number, is Infinity'],
  ['backend', '"backend": ▸"wsam"', "backend: unknown backend 'wsam' (did you mean 'wasm'?)"],
  ['loss', '"loss": ▸"msee"', "loss: unknown loss 'msee' (did you mean 'mse'?)"],
  ['loss key', '"loss": { ▸"form": 1 }', 'loss.form: unknown key'],
  ['loss name', '"loss": { "name": ▸"hubber" }', "loss.name: unknown loss 'hubber' (did you mean 'huber'?)"],
  ['boolean', '"loss": { "fromLogits": ▸"no" }', "loss.fromLogits: must be true or false, is 'no'"],
  ['metric', '"metrics": ["mae", ▸"acuracy"]', "metrics[1]: unknown name 'acuracy' (did you mean 'accuracy'?)"],
  ['metrics', '"metrics": ▸"mae"', "metrics: must be a list, is 'mae'"],
  ['optimizer', '"optimizer": ▸"adm"', "optimizer: unknown optimizer 'adm' (did you mean 'adam'?)"],
  [
    'optimizer name',
    '"optimizer": { "name": ▸"adm" }',
    "optimizer.name: unknown optimizer 'adm' (did you mean 'adam'?)",
  ],
  ['of another', '"optimizer": { "name": "sgd", ▸"beta1": 0 }', 'optimizer.beta1: unknown key'],
  ['momentum of 1', '"optimizer": { "name": "sgd", "momentum": ▸1 }', 'optimizer.momentum: must be below 1, is 1'],
  ['find a list', '"find": ▸[]', 'find: must be an object, is an empty list'],
  ['no steps', '"find": { "steps": ▸0 }', 'find.steps: must be at least 2, is 0'],
  ['steps misspelt', '"find": { ▸"stepz": 3 }', "find.stepz: unknown key (did you mean 'steps'?)"],
  ['smoothing', '"find": { "smoothing": ▸1 }', 'find.smoothing: must be below 1, is 1'],
  ['factor', '"find": { "divergeFactor": ▸1 }', 'find.divergeFactor: must be above 1, is 1'],
  ['rule', '"find": { "rule": ▸"vallye" }', "find.rule: unknown rule 'vallye' (did you mean 'valley'?)"],
  ['order', '"find": { "endLr": 1, "startLr": ▸2 }', 'find.startLr: must be below find.endLr, is 2 and that is 1'],
  ['order by one key', '"find": { "endLr": ▸1e-9 }', 'find.startLr: must be below find.endLr'],
  ['exponential from 0', '"find": { "startLr": ▸0 }', 'must be above 0 for an exponential sweep'],
] as const;

const yaml = [
  ['empty', '▸', 'the config is empty'],
  ['open list', 'model: mlp\ndataset: [1,▸\n', 'flow sequence'],
  ['tab', 'find:\n▸\tsteps: 3\n', 'tabs are not allowed as indentation'],
  ['unknown tag', 'seed: ▸!int 3\n', 'unresolved tag: !int'],
  ['binary', 'seed: ▸!!binary aGk=\n', 'unresolved tag'],
  ['two documents', 'seed: 1\n▸---\nseed: 2\n', 'a second document starts here'],
  ['unknown alias', 'seed: ▸*other\n', 'is not a plain value'],
  ['key twice', 'seed: 1\n▸seed: 2\n', "the key 'seed' is given twice"],
  ['key a list', '▸[a]: 1\n', 'a key must be text'],
  ['merge key', 'dataset: digits\nmodel: mlp\n▸<<: { seed: 1 }\n', '<<: unknown key'],
  ['constructor', 'find:\n  ▸constructor: 1\n', "the key 'constructor' is not allowed"],
  ['no is text', 'dataset: { name: digits, oneHot: ▸no }\nmodel: mlp\n', "must be true or false, is 'no'"],
  ['1_000 is text', 'dataset: digits\nmodel: mlp\nseed: ▸1_000\n', "seed: must be a number, is '1_000'"],
  ['not a number', 'dataset: digits\nmodel: mlp\nfind:\n  endLr: ▸.nan\n', 'find.endLr: must be a number, is NaN'],
  [
    'layer',
    'dataset: digits\nmodel:\n  name: layers\n  layers:\n    - layer: ▸dens\n',
    "unknown layer 'dens' (did you mean 'dense'?)",
  ],
  [
    'units',
    'dataset: digits\nmodel: {name: layers, layers: [{layer: dense, units: ▸0}]}\n',
    'model.layers[0].units: must be at least 1',
  ],
  [
    'one side',
    'dataset: digits\nmodel: {name: layers, layers: [{layer: conv2d, filters: 1, kernel: ▸[3]}]}\n',
    'must have at least 2 entries, has 1',
  ],
  [
    'text for a side',
    'dataset: digits\nmodel: {name: layers, layers: [{layer: max-pooling2d, size: ▸big}]}\n',
    "must be a number or a list, is 'big'",
  ],
  [
    'initializer',
    'dataset: digits\nmodel: {name: layers, layers: [{layer: dense, units: 1, initializer: {name: ▸random-norml, scale: 1}}]}\n',
    "did you mean 'random-normal'?",
  ],
  ['windows lines', 'dataset: digits\r\nmodel: mlp\r\nseed: ▸x\r\n', "seed: must be a number, is 'x'"],
  [
    'wide characters',
    '{dataset: digits, model: mlp, "日本": 1, seed: ▸x}\n'.replace('"日本": 1, ', ''),
    'seed: must be a number',
  ],
] as const;

const jsonc = [
  [
    'after a comment',
    '{\n  // "seed": 1,\n  "dataset": "digits", "model": "mlp", /* x */ "seed": ▸true,\n}',
    'seed: must be a number, is true',
  ],
  ['open comment', '{ "seed": 1 ▸/* }', 'this comment does not end'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-broken-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function errorOf(file: string, text: string): Promise<LrToolError> {
  writeFileSync(join(folder, file), text);
  try {
    const source = await loadConfig({ config: file, cwd: folder, readStdin: async () => '', allowCode: false });
    resolveConfig({ source, cwd: folder });
  } catch (error) {
    if (error instanceof LrToolError) return error;
    throw error;
  }
  throw new Error(`no error for ${text}`);
}

const broken = [
  ...json.map(([what, text, message]) => ['json', what, text, message] as const),
  ...values.map(([what, text, message]) => ['json', what, `{\n  ${valid},\n  ${text}\n}`, message] as const),
  ...yaml.map(([what, text, message]) => ['yaml', what, text, message] as const),
  ...jsonc.map(([what, text, message]) => ['jsonc', what, text, message] as const),
];

describe('a broken config', () => {
  it.each(broken)('%s, %s: points at the place and says what is wrong', async (extension, _, marked, message) => {
    const before = marked.slice(0, marked.indexOf('▸')).split('\n');
    const file = `broken.${extension}`;
    const error = await errorOf(file, marked.replace('▸', ''));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.blame).toBe('user');
    const [first] = error.message.split('\n');
    expect(first).toContain(`${file}:${before.length}:${before.at(-1)!.length + 1}: `);
    expect(first).toContain(message);
  });

  it('shows the line with a caret below', async () => {
    const error = await errorOf('a.json', '{\n  "dataset": "digits",\n  "model": "mlp",\n  "seed": "x"\n}\n');
    expect(error.message).toBe(
      ["a.json:4:11: seed: must be a number, is 'x'", '     4 |   "seed": "x"', '       |           ^'].join('\n'),
    );
    expect(error.hint).toContain('lr-tool schema');
  });

  it('puts the caret under the right character of long, wide and tabbed lines', async () => {
    const long = `{"dataset": "digits", "model": "mlp", "$schema": "${'x'.repeat(500)}", "seed": "y"}`;
    const [, line, caret] = (await errorOf('a.json', long)).message.split('\n');
    expect(line!.length).toBeLessThan(120);
    expect(line!.slice(caret!.indexOf('^'), caret!.indexOf('^') + 3)).toBe('"y"');
    const wide = (await errorOf('a.json', '{\t"日本": 1, "dataset": "digits", "model": "mlp", "seed": "y"}')).message;
    const [, second, third] = wide.split('\n').slice(-3);
    expect(third!.indexOf('^')).toBe(second!.indexOf('"y"') + 2); // each of the two characters is two columns wide
  });

  it('tells all mistakes at once, in the order of the text, twenty at most', async () => {
    const message = (await errorOf('a.yaml', 'seed: x\nbatchSize: 0\nmodel: mlp\ndataset: digits\nfind: {steps: 1}\n'))
      .message;
    expect(message).toMatch(/^3 mistakes in the config a\.yaml\n/);
    expect(message.match(/a\.yaml:\d+:\d+/g)).toEqual(['a.yaml:1:7', 'a.yaml:2:12', 'a.yaml:5:15']);
    const many = `dataset: digits\nmodel: mlp\n${Array.from({ length: 30 }, (_, i) => `key${i}: 1`).join('\n')}\n`;
    const lines = (await errorOf('a.yaml', many)).message.split('\n');
    expect(lines[0]).toMatch(/^30 mistakes/);
    expect(lines.filter((text) => text.startsWith('a.yaml:'))).toHaveLength(20);
    expect(lines.at(-1)).toBe('... and 10 more');
  });

  it('cannot steer the terminal', async () => {
    const { message } = await errorOf('a.yaml', 'dataset: "\\e[31mred\\x07"\nmodel: mlp\n"k\\e]0;title\\x07ey": 1\n');
    expect(message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
