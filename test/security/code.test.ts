import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { fakeIo } from '../cli/fake-io.js';

let folder: string;
let canary: string;
/** Leaves a file behind where it is run; then it is a config, a data set and a model. */
const evil = () => `
import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(canary)}, 'I ran');
const rows = Array.from({ length: 60 }, (_, i) => i);
const data = () => ({ inputs: Float32Array.from(rows), shape: [1], labels: rows.map((i) => i % 2) });
const model = ({ tf }) => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
export default (asked) => (asked === undefined ? { dataset: 'moons', model: 'linear' } : asked.tf ? model(asked) : data());
`;
const moons = { dataset: { name: 'moons', rows: 60 }, model: 'linear', find: { steps: 5 }, backend: 'cpu' };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-code-'));
  canary = join(folder, 'canary');
  for (const extension of ['js', 'mjs', 'cjs', 'ts', 'mts']) writeFileSync(join(folder, `evil.${extension}`), evil());
  writeFileSync(join(folder, 'moons.json'), JSON.stringify(moons));
  const named = { name: 'module', path: 'evil.mjs' };
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ ...moons, dataset: named }));
  writeFileSync(join(folder, 'model.yaml'), `dataset: moons\nmodel: { name: module, path: evil.mjs }\n`);
  writeFileSync(join(folder, 'tag.yaml'), `dataset: !!js/function 'function () { throw 1 }'\nmodel: linear\n`);
  const scale = `constructor.constructor("require('fs').writeFileSync('${canary}')")()`;
  const schedule = { name: 'clr', maxLr: 1, scale };
  writeFileSync(join(folder, 'scale.json'), JSON.stringify({ ...moons, train: { schedule } }));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => rmSync(canary, { force: true }));

const run = async (args: readonly string[]) => {
  const io = fakeIo({ cwd: folder });
  const code = await main(args, io);
  return { code, err: io.stderr() };
};
const setModule = ['--set', 'dataset.name=module', '--set', 'dataset.path=evil.mjs'];

/** Ways to get code run without --allow-code (S1). */
const attempts: readonly (readonly string[])[] = [
  ['find', 'evil.js'],
  ['find', 'evil.mjs'],
  ['train', 'evil.cjs'],
  ['train', './evil.ts'],
  ['compare', 'evil.mts', '--schedules', 'clr,constant'],
  ['schedule', 'evil.mjs'],
  ['find', 'data.json'],
  ['train', 'model.yaml', '--max-lr', '0.1'],
  ['find', 'moons.json', ...setModule],
  ['find', 'tag.yaml'],
  ['train', 'scale.json'],
  ['compare', 'data.json', '--schedules', 'clr,constant', '--epochs', '1', '--jobs', '1', '--max-lr', '1'],
];

describe('code of a config', () => {
  it.each(attempts.map((args) => ({ line: args.join(' '), args })))(
    'is not run by $line: exit code 2, one message',
    async ({ args }) => {
      const { code, err } = await run([...args, '--quiet', ...(args[0] === 'schedule' ? [] : ['--no-save'])]);
      expect(existsSync(canary)).toBe(false);
      expect(err).toMatch(/^error: /);
      expect(err).not.toMatch(/\n\s+at |internal error/);
      expect(code).toBe(2);
    },
  );

  it('is never found by itself', async () => {
    writeFileSync(join(folder, 'lr-tool.mjs'), evil());
    const { code } = await run(['find', '--show-config']);
    expect([code, existsSync(canary)]).toEqual([0, false]);
  });

  it.each([
    ['evil.mjs', 'a config'],
    ['data.json', 'a data set'],
    ['model.yaml', 'a model'],
  ])('runs with --allow-code, and its full path is told, also when quiet: %s, %s', async (config) => {
    const flags = ['--allow-code', '--quiet', '--no-save', '--steps', '5', '--backend', 'cpu'];
    const { code, err } = await run(['find', config, ...flags]);
    expect(err).toContain(`--allow-code: running ${join(folder, 'evil.mjs')}\n`);
    expect([0, 1], err).toContain(code);
  });
});
