import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/all.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-lazy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built command line in a process in which loading TensorFlow throws. */
const guarded = (...args: string[]) =>
  spawnSync(
    process.execPath,
    ['--import', resolve('test/guards/no-tensorflow.mjs'), resolve('bin/lr-tool.js'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );

describe('TensorFlow is loaded late', () => {
  const fixture = resolve('test/fixtures/find.v1.json');
  it.each([
    { line: [], status: 0 },
    { line: ['--help'], status: 0 },
    { line: ['--version'], status: 0 },
    { line: ['help', 'find'], status: 0 },
    ...commands.map(({ name }) => ({ line: [name, '--help'], status: 0 })),
    { line: ['plot', fixture], status: 0 },
    { line: ['suggest', fixture], status: 1 },
    { line: ['suggest', 'none.csv'], status: 2 },
    { line: ['schema'], status: 0 },
    { line: ['find', 'digits-mlp', '--show-config'], status: 0 },
    { line: ['compare', 'digits-mlp', '--show-config'], status: 0 },
    { line: ['compare', 'digits-mlp', '--schedules', 'clr,coisne'], status: 2 },
    { line: ['find', 'digits-mlp', '--steps', '0'], status: 2 },
    { line: ['find', 'digits-mlp', '--batch-size', '999999'], status: 2 },
  ])('not by `lr-tool $line`', ({ line, status }) => {
    const ended = guarded(...line);
    expect(ended.stderr).not.toContain('TensorFlow was loaded');
    expect(ended.status).toBe(status);
  });

  it('by find, when it trains: the guard is awake', () => {
    const { stderr, status } = guarded('find', 'digits-mlp', '--backend', 'wasm', '--no-save');
    expect(stderr).toContain('TensorFlow was loaded');
    expect(status).toBe(3);
  });

  it('by find, only after the data was found to be good', () => {
    writeFileSync(
      join(folder, 'bad.json'),
      JSON.stringify({ dataset: { name: 'csv', path: 'no.csv', label: 0 }, model: 'linear' }),
    );
    const { stderr, status } = guarded('find', 'bad.json');
    expect(stderr).toContain('no.csv');
    expect(status).toBe(2);
  });
});

/** What the built command line loads: files of lr-tool, the sources in them, and packages that are not part of it. */
function loadedBy(...args: string[]) {
  const record = join(folder, 'loads.txt');
  writeFileSync(record, '');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', resolve('test/guards/record-loads.mjs'), resolve('bin/lr-tool.js'), ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, LR_TOOL_TEST_LOADS: record } },
  );
  const paths = [...new Set(readFileSync(record, 'utf8').trim().split('\n'))].map((url) => fileURLToPath(url));
  const files = paths.filter((path) => !path.includes('node_modules'));
  // the bundler writes the name of each source above its code
  const sources = files.flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(/^\/\/ src\/(.+)\.ts$/gm), ([, source]) => source!),
  );
  const packages = paths
    .filter((path) => path.includes('node_modules'))
    .map((path) => relative(resolve('node_modules'), path).split(/[\\/]/)[0]!);
  return { status, stderr, files, sources, packages: [...new Set(packages)] };
}

/** What no command needs that trains nothing and reads no data. */
const forTraining = /^(engine|datasets|models|callbacks)\/|^config\/(run|train)-config$/;

describe('what does not train starts at once: it loads little', () => {
  const curve = resolve('test/fixtures/find.v1.json');
  const table = join(folder, 'curve.csv');
  writeFileSync(
    table,
    `lr,loss\n${Array.from({ length: 30 }, (_, i) => `${1e-4 * 1.3 ** i},${2 - i / 20}`).join('\n')}\n`,
  );

  it.each([
    { line: ['--help'], most: 20 },
    { line: ['--version'], most: 20 },
    { line: ['schedule', '--help'], most: 30 },
    { line: ['plot', '--help'], most: 30 },
    { line: ['suggest', '--help'], most: 30 },
    { line: ['schedule', 'clr'], most: 60 },
    { line: ['schedule', '--list'], most: 60 },
    { line: ['plot', curve], most: 60 },
    { line: ['suggest', curve], most: 60, packages: ['csv-parse'] },
    { line: ['suggest', table], most: 60, packages: ['csv-parse'] },
  ])('`lr-tool $line`: at most $most files', ({ line, most, packages = [] }) => {
    const loaded = loadedBy(...line);
    expect(loaded.stderr).not.toMatch(/error/);
    expect(loaded.packages).toEqual(packages);
    expect(loaded.sources.filter((source) => forTraining.test(source))).toEqual([]);
    expect(loaded.sources).toContain('cli/main');
    expect(loaded.files.length).toBeLessThanOrEqual(most);
  });

  it('a config loads its own format only, and no engine', () => {
    const { sources, packages, status } = loadedBy('find', 'digits-mlp', '--show-config');
    expect(status).toBe(0);
    expect(packages).toEqual([]);
    expect(sources).toContain('datasets/all');
    expect(sources.filter((source) => source.startsWith('engine/tfjs'))).toEqual([]);
  });

  it('a picture of pixels loads its renderer: the record is complete', () => {
    const { packages } = loadedBy('plot', curve, '-o', 'curve.png');
    expect(packages).toContain('@resvg');
  });
});
