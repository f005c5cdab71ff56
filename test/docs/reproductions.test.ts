import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { main } from '../../src/cli/main.js';
import { bundledNames } from '../../src/config/bundled.js';
import { loadConfig } from '../../src/config/load.js';
import { resolveConfig } from '../../src/config/resolve.js';
import { lacksMaxLr } from '../../src/schedules/all.js';
import { fakeIo } from '../cli/fake-io.js';
import { idxBytes } from '../datasets/files.js';

interface Reproduction {
  readonly name: string;
  readonly command: string;
}
const load = (file: string) => import(new URL(`../../scripts/reproductions/${file}`, import.meta.url).href);
const { reproductions } = (await load('all.js')) as { readonly reproductions: readonly Reproduction[] };
const page = readFileSync('docs/reproductions.md', 'utf8');
const configs = bundledNames().filter((name) => name.startsWith('reproductions/'));

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-reproductions-'));
  writeClothes(join(cwd, 'fashion-mnist'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** A folder like that of Fashion-MNIST: 32 pictures of noise to train, 16 to test. */
function writeClothes(folder: string): void {
  const random = randomStream(1, 'clothes');
  mkdirSync(folder);
  for (const [part, rows] of [
    ['train', 32],
    ['t10k', 16],
  ] as const) {
    const pixels = Array.from({ length: rows * 28 * 28 }, () => Math.floor(256 * random.uniform()));
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes([rows, 28, 28], pixels));
    const labels = Array.from({ length: rows }, (_, row) => row % 10);
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes([rows], labels));
  }
}

async function resolved(name: string) {
  const source = await loadConfig({ config: name, cwd, readStdin: async () => '', allowCode: false });
  return { source, config: resolveConfig({ source, cwd }).config };
}

async function report(...args: string[]) {
  const io = fakeIo({ cwd, env: { LR_TOOL_DATA: cwd } });
  const code = await main([...args, '--json', '--no-save', '--set', 'backend=wasm', '--set', 'batchSize=8'], io);
  return { code, err: io.stderr(), report: io.stdout() === '' ? null : JSON.parse(io.stdout()) };
}

describe('a reproduction', () => {
  it.each(configs)('%s begins as the text has it, on a few rows', async (name) => {
    const { source, config } = await resolved(name);
    const small = ['--set', config.dataset.name === 'random-binary' ? 'dataset.rows=32' : 'dataset.limit=48'];
    if (source.text!.includes('\nfind:')) {
      const { report: found } = await report('find', name, '--steps', '5', ...small);
      expect(found.curve.lr[0]).toBeCloseTo(config.find.startLr, 12);
      expect(found.curve.loss.every(Number.isFinite)).toBe(true);
      return;
    }
    const rate = lacksMaxLr(config.train.schedule) ? ['--max-lr', '0.01'] : [];
    const { code, err, report: trained } = await report('train', name, '--epochs', '1', ...small, ...rate);
    expect(code, err).toBe(0);
    expect(trained.stop).toBe('completed');
    expect(trained.steps.step.length).toBeGreaterThanOrEqual(4);
  });

  it.each(configs)('%s is part of a command of the page', (name) => {
    expect(reproductions.some(({ command }) => command.split(' ').includes(name))).toBe(true);
  });
});

describe('docs/reproductions.md', () => {
  it.each(reproductions)(
    'has what the command of $name printed (npm run reproductions -- $name)',
    ({ name, command }) => {
      const [, part] = page.match(new RegExp(`<!-- run ${name} -->\n([\\s\\S]*?)<!-- /run -->`)) ?? [];
      expect(part).toMatch(/^```console\n/);
      expect(part).toContain(`$ npx lr-tool ${command}\n\n`);
      expect(part).toMatch(/\n\d{4}-\d\d-\d\d; .+\.\n$/);
    },
  );

  it('names configs that there are', () => {
    const named = reproductions.flatMap(({ command }) => command.match(/reproductions\/\S+/g) ?? []);
    expect(configs).toEqual(expect.arrayContaining(named));
  });

  it('has no part that no command makes', () => {
    const parts = [...page.matchAll(/<!-- run (\S+) -->/g)].map(([, name]) => name);
    expect(parts).toEqual(reproductions.map(({ name }) => name));
  });
});
