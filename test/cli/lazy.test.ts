import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
