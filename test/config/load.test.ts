import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledNames } from '../../src/config/bundled.js';
import { existingFile } from '../../src/config/existing-file.js';
import { loadConfig } from '../../src/config/load.js';
import { resolveConfig } from '../../src/config/resolve.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-load-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text);
const load = (config?: string, { stdin = '', allowCode = false } = {}) =>
  loadConfig({ config, cwd, readStdin: async () => stdin, allowCode });
const seedOf = async (config?: string, world = {}) =>
  resolveConfig({ source: await load(config, world), cwd }).config.seed;

const json = '{ "dataset": "digits", "model": "mlp", "seed": 7 }';
const jsonc = '{ // why\n "dataset": "digits", "model": "mlp", "seed": 7, }';
const yaml = 'dataset: digits\nmodel: mlp\nseed: 7\n';

describe('a config is found', () => {
  it.each([
    ['run.json', json],
    ['run.jsonc', jsonc],
    ['run.yaml', yaml],
    ['run.yml', yaml],
    ['RUN.JSON', json],
  ])('by its path: %s', async (name, text) => {
    write(name, text);
    expect(await seedOf(name)).toBe(7);
    expect(await seedOf(join(cwd, name))).toBe(7);
    expect(await load(name)).toMatchObject({ label: name, file: name, baseDir: cwd });
  });

  it.each([
    ['JSON', json],
    ['JSONC', jsonc],
    ['YAML', yaml],
  ])('on standard input, as %s', async (_, stdin) => {
    expect(await seedOf('-', { stdin })).toBe(7);
    expect(await load('-', { stdin })).toMatchObject({ label: 'standard input', baseDir: cwd });
  });

  it('with a byte order mark', async () => {
    write('bom.json', `\uFEFF${json}`);
    expect(await seedOf('bom.json')).toBe(7);
    expect(await seedOf('-', { stdin: `\uFEFF${json}` })).toBe(7);
  });

  it.each(['lr-tool.json', 'lr-tool.jsonc', 'lr-tool.yaml', 'lr-tool.yml'])(
    'in the working directory: %s',
    async (name) => {
      write(name, name.endsWith('c') ? jsonc : name.includes('.y') ? yaml : json);
      expect(await seedOf()).toBe(7);
    },
  );

  it('by default: digits-mlp', async () => {
    expect((await load()).label).toBe('digits-mlp');
  });

  it('by the name of a bundled one in a folder', async () => {
    expect(await load('reproductions/tutorial-clr')).toMatchObject({
      label: 'reproductions/tutorial-clr',
      file: expect.stringMatching(/configs.reproductions.tutorial-clr\.yaml$/),
    });
    expect(bundledNames()).not.toContain('schema/lr-tool.schema');
  });

  it('by the name of a bundled one, which a folder of that name does not hide', async () => {
    mkdirSync(join(cwd, 'moons-mlp'));
    expect(await load('moons-mlp')).toMatchObject({ label: 'moons-mlp' });
  });
});

describe('a config is refused', () => {
  it.each([
    ['digts-mlp', 'CONFIG_NOT_FOUND', "no config 'digts-mlp' (did you mean 'digits-mlp'?)"],
    ['tutorial-clr', 'CONFIG_NOT_FOUND', "no config 'tutorial-clr' (did you mean 'reproductions/tutorial-clr'?)"],
    ['nothing', 'CONFIG_NOT_FOUND', "no config 'nothing' (known: clr-demo, digits-cnn, "],
    ['missing.json', 'CONFIG_NOT_FOUND', 'there is no file '],
    ['digits-mlp.json', 'CONFIG_NOT_FOUND', 'there is no file '],
    ['text.txt', 'CONFIG_FORMAT', 'a config cannot be a .txt file'],
    ['plain', 'CONFIG_FORMAT', 'a config cannot be a file without extension'],
    ['latin1.json', 'CONFIG_UNREADABLE', 'it is not UTF-8 text'],
    ['utf16.json', 'CONFIG_UNREADABLE', 'it is not UTF-8 text'],
    ['folder.json', 'CONFIG_UNREADABLE', 'cannot be read'],
    ['large.yaml', 'CONFIG_TOO_LARGE', 'has 1048577 bytes, a config has at most 1048576'],
  ])('%s: %s', async (name, code, message) => {
    write('text.txt', json);
    write('plain', json);
    write('latin1.json', Uint8Array.of(0x22, 0xe9, 0x22));
    write('utf16.json', Buffer.from(`\uFEFF${json}`, 'utf16le'));
    write('large.yaml', '#'.repeat(2 ** 20 + 1));
    mkdirSync(join(cwd, 'folder.json'));
    await expect(load(name)).rejects.toMatchObject({ code, blame: 'user', message: expect.stringContaining(message) });
  });

  it('with the file that was meant', async () => {
    write('mine.yaml', yaml);
    await expect(load('mine')).rejects.toMatchObject({ hint: 'the file here is mine.yaml' });
    await expect(load('digits-mlp.json')).rejects.toMatchObject({ hint: 'the bundled config is called digits-mlp' });
    await expect(load('reproductions/tutorial-crl')).rejects.toMatchObject({
      hint: 'the bundled config is called reproductions/tutorial-clr',
    });
  });

  it('where a folder has two', async () => {
    write('lr-tool.json', json);
    write('lr-tool.yaml', yaml);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_AMBIGUOUS' });
  });
});

describe('a config that is a program', () => {
  const program = (canary: string) =>
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(canary)}, 'ran');\n` +
    `export default async () => ({ dataset: 'digits', model: 'mlp', seed: 3 + 4 });\n`;

  it.each(['run.mjs', 'run.js', 'run.cjs', 'run.ts', 'run.mts', './run.mjs', 'lr-tool.mjs'])(
    '%s is not run unasked',
    async (name) => {
      const canary = join(cwd, 'canary');
      write(name, program(canary));
      await expect(load(name)).rejects.toMatchObject({
        code: 'CODE_NOT_ALLOWED',
        message: expect.stringContaining(join(cwd, name)),
        hint: expect.stringContaining('--allow-code'),
      });
      expect((await load()).label).toBe('digits-mlp'); // nor found by itself
      expect(existsSync(canary)).toBe(false);
    },
  );

  it('runs with --allow-code; its mistakes have a key and no line', async () => {
    write('run.mjs', program(join(cwd, 'canary')));
    expect(await seedOf('run.mjs', { allowCode: true })).toBe(7);
    write('bad.mjs', "export default { dataset: 'digits', model: 'mlp', seed: 'x' };");
    await expect(seedOf('bad.mjs', { allowCode: true })).rejects.toThrow(/^bad\.mjs: seed: must be a number, is 'x'$/);
  });

  it.each([
    ['throws', "throw new Error('out of coffee');", 'out of coffee'],
    ['exports nothing', 'export const x = 1;', 'gives no config'],
    ['does not parse', 'export default {', '.mjs: '],
  ])('that %s is a user error', async (what, text, message) => {
    write(`${what.replaceAll(' ', '-')}.mjs`, text);
    await expect(load(`${what.replaceAll(' ', '-')}.mjs`, { allowCode: true })).rejects.toMatchObject({
      code: 'CONFIG_CODE_FAILED',
      message: expect.stringContaining(message),
    });
  });

  it('gives plain values only', async () => {
    write('odd.mjs', "export default { dataset: 'digits', model: () => 1 };");
    await expect(load('odd.mjs', { allowCode: true })).rejects.toThrow('model: is not a plain value');
    write('cycle.mjs', 'const a = {}; a.a = a; export default a;');
    await expect(load('cycle.mjs', { allowCode: true })).rejects.toThrow('nested deeper than 64 levels');
  });
});

describe('bundled configs', () => {
  it.each(bundledNames())('%s is valid, and says where its schema is', async (name) => {
    const source = await load(name);
    const [, schema] = source.text!.match(/\$schema(?:=|": ")(\S+schema\.json)/)!;
    expect(existsSync(join(source.baseDir, schema!)), schema).toBe(true);
    const { config, notes } = resolveConfig({ source, cwd });
    expect(notes).toEqual([]);
    if (config.dataset.name === 'csv') expect(existsSync(config.dataset.path)).toBe(true);
  });
});

it('a file of the config must exist', () => {
  write('model.json', '{}');
  expect(existingFile(cwd)('model.json', 'model.path')).toBe(join(cwd, 'model.json'));
  expect(() => existingFile(cwd)('modle.json', 'model.path')).toThrow(
    `model.path: there is no file ${join(cwd, 'modle.json')}`,
  );
});
