import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../src/cli/commands/all.js';
import { snippetWriters } from '../../../src/snippets/all.js';

export type Line = readonly string[];

/** Puts what the lines read into a folder. */
export function furnish(folder: string): void {
  const stored = join('test', 'fixtures', 'reports', 'v1');
  for (const name of readdirSync(stored)) cpSync(join(stored, name), join(folder, name));
  cpSync(join('data', 'iris', 'iris.csv'), join(folder, 'iris.csv'));
  const { lr, loss } = JSON.parse(readFileSync(join(stored, 'find.json'), 'utf8')).curve;
  writeFileSync(
    join(folder, 'curve.csv'),
    `lr,loss\n${lr.map((rate: number, i: number) => `${rate},${loss[i]}`).join('\n')}\n`,
  );
  writeFileSync(join(folder, 'bad.yaml'), 'dataset: digits\nmodel: mlp\noptimizer: adm\n');
}

const plots = [
  'find',
  'find-refused',
  'find-repeats',
  'find-validation',
  'train',
  'train-diverged',
  'compare',
  'schedule',
  'value-sweep',
];
const trials = ['trials-grid', 'trials-overfit', 'trials-probe'];

/** Lines that train nothing, and what they print for people: every command is among them. */
export const quick: readonly Line[] = [
  [],
  ['--help'],
  ['--version'],
  ['help', 'plot'],
  ...commands.map(({ name }) => [name, '--help']),
  ...[...plots, ...trials].map((name) => ['plot', `${name}.json`]),
  ['plot', 'find.json', 'find-repeats.json'],
  ['plot', 'find.json', '--symbols', 'braille'],
  ['plot', 'curve.csv', '--ascii'],
  ['suggest', 'find.json'],
  ['suggest', 'curve.csv', '--for', 'one-cycle', '--profile', 'fastai'],
  ['schedule', 'one-cycle'],
  ['schedule', 'constant', 'cosine', 'clr'],
  ['schedule', '--list'],
  ['schedule', '--list', 'clr'],
  ['init', 'iris.csv', '--force'],
  ['init', 'moons', '-o', 'moons.yaml', '--force'],
  // mistakes, with their hints
  ['fnd'],
  ['find', 'bad.yaml'],
  ['find', 'iris-csv', '--stpes', '3'],
  ['find', 'iris-csv', '--set', 'model.hiden=[3]'],
  ['train', 'iris-csv', '--schedule', 'coisne'],
  ['compare', 'iris-csv', '--schedules', 'clr,coisne'],
  ['grid', 'iris-csv', '--rates', 'none'],
  ['plot', 'none.json'],
  ['suggest', 'iris.csv'],
  ['init', 'iris.csv', '--target', 'speices', '--force'],
  ['completion'],
  ['schema', 'fnd'],
];

/** Lines that print what machines read, whose lines are as long as they are. */
export const exporting: readonly Line[] = [
  ...['csv', 'json', 'svg', 'html', ...snippetWriters.map(({ name }) => name)].map((format) => [
    'schedule',
    'clr',
    '--steps',
    '20',
    '--format',
    format,
  ]),
  ...['svg', 'html'].map((format) => ['plot', 'find.json', '--format', format]),
  ['plot', 'find.json', '--json'],
  ['suggest', 'find.json', '--json'],
  ...['find', 'train', 'compare'].map((name) => [name, 'iris-csv', '--show-config']),
  ['init', 'iris.csv', '-o', '-'],
  ['schema'],
  ['schema', 'find'],
  ...['bash', 'zsh', 'fish'].map((shell) => ['completion', shell]),
  ['completion', '--line', 'lr-tool find --o'],
];

const onCpu = ['iris-csv', '--backend', 'cpu', '--no-save'];

/** Every command that trains. */
export const training: readonly Line[] = [
  ['find', ...onCpu, '--steps', '25'],
  ['find', ...onCpu, '--steps', '25', '--repeats', '2'],
  ['train', ...onCpu, '--epochs', '2', '--max-lr', '0.05'],
  ['overfit', ...onCpu, '--rates', '0.1'],
  ['grid', ...onCpu, '--steps', '10'],
  ['probe', ...onCpu],
];

/** Lines that take seconds each: processes of their own, all engines, a compiler. */
export const slow: readonly Line[] = [
  ['compare', ...onCpu, '--epochs', '1', '--max-lr', '0.05', '--schedules', 'constant,clr', '--seeds', '2'],
  ['find', ...onCpu, '--steps', '25', '--sweep', 'batchSize=16,32'],
  ['doctor'],
  ['setup', '--dry-run'],
];
