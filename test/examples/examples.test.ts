import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8' });

/** What each prints, among other lines; the accuracies are those of a model that has learnt. */
const expected: Readonly<Record<string, RegExp>> = {
  'cyclic-lr.js': /after two cycles: [89]\d\.\d %[\s\S]*update 48 {2}lr 0\.100[\s\S]*update 216 {2}lr 0\.0100/,
  'early-stopping.js':
    /epochs: val_loss has not improved for 3 epochs[\s\S]*val_loss (\S+)\nevaluated again: val_loss \1,/,
  'find-learning-rate.js': /LR range test: sequential[\s\S]*max_lr[\s\S]*one cycle up to \S+: [89]\d\.\d %/,
  'learning-rate-scheduler.js': /\[ 0\.2, 0\.2, 0\.1, 0\.05 \][\s\S]*72 updates[\s\S]*[89]\d\.\d %/,
  'lr-finder.js': /LR range test[\s\S]*updates\nvalley: \{ ok: true[\s\S]*for: 'one-cycle'/,
  'one-cycle-lr.js': /update 42 {2}lr 0\.200 {2}momentum 0\.850[\s\S]*[89]\d\.\d %/,
  'reduce-lr-on-plateau.js': /after epoch \d+: lr 0\.090, because val_loss has not improved for 2 epochs/,
  'schedules.js': /clr +0\.0100 {2}0\.100 {2}0\.0100/,
  'sgdr.js': /restarts after epochs 1 and 3; after 7 epochs: [89]\d\.\d %/,
  'suggest.js': /baseLr [\s\S]*valley: \{ ok: true[\s\S]*a flat curve: the loss falls by/,
};

describe('the examples', () => {
  it.each(Object.entries(expected))('%s runs', (file, output) => {
    const { stdout, stderr, status } = run(
      join('examples', file),
      ...(file.startsWith('find') ? [join(folder, 'r.json')] : []),
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(output);
  });

  it('leave a report that `lr-tool plot` draws', () => {
    const { stdout, status } = run('bin/lr-tool.js', 'plot', join(folder, 'r.json'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/LR range test: sequential[\s\S]* run +sequential\S*, \d+ of 100 steps/);
  });

  it('are all of them, but for what they share', () => {
    const files = readdirSync('examples').filter((file) => file.endsWith('.js') && file !== 'digits.js');
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it('have right types, as the package declares them', () => {
    const { stdout, status } = run(resolve('node_modules/typescript/bin/tsc'), '-p', 'examples/tsconfig.json');
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

describe('docs/library.md', () => {
  const page = readFileSync('docs/library.md', 'utf8');

  it('names every callback and function that the entry has', async () => {
    const library = await import('../../src/index.js');
    for (const name of Object.keys(library)) expect(page, name).toContain(name);
  });

  it('links to every example', () => {
    for (const file of Object.keys(expected)) expect(page).toContain(`(../examples/${file})`);
  });
});
