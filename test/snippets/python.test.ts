import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wordsOfLine } from '../../src/cli/completion/line.js';
import { main } from '../../src/cli/main.js';
import { scheduleNames } from '../../src/schedules/all.js';
import { snippetWriters } from '../../src/snippets/all.js';
import { fakeIo } from '../cli/fake-io.js';

const python = process.env['LR_TOOL_BENCH_PYTHON'] ?? 'bench/.venv/bin/python';
const has = (module: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0;
const modules: Record<string, string> = { pytorch: 'torch', keras: 'keras', optax: 'optax' };

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-snippets-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'lr.csv'), `lr\n${Array.from({ length: 120 }, (_, i) => Math.sin(i) ** 2).join('\n')}\n`);

/** Parameters without which there is no schedule. */
const needed: Readonly<Record<string, readonly string[]>> = {
  csv: ['path=lr.csv'],
  'sweep-exponential': ['startLr=1e-7', 'endLr=10'],
  'sweep-linear': ['startLr=0', 'endLr=3'],
};

/** What is asked of every schedule, and what only some have. */
const lines: readonly (readonly string[])[] = [
  ...scheduleNames.map((name) => [name, ...(needed[name] ?? []).flatMap((one) => ['--set', one])]),
  ...['cosine', 'one-cycle', 'step', 'clr', 'exponential'].map((name) => [name, '--warmup', '13']),
  ['cosine', '--warmup', '9', '--warmup-shape', 'cosine'],
  ['one-cycle', '--set', 'threePhase=true', '--set', 'anneal=linear'],
  ['one-cycle', '--set', 'compat=fastai', '--set', 'pctStart=0.37'],
  ['one-cycle', '--set', 'pctFinal=0.7'],
  ['clr', '--set', 'mode=triangular2', '--set', 'halfCycle=7'],
  ['clr', '--set', 'mode=exp-range', '--set', 'gamma=0.99'],
  ['clr', '--set', 'halfCycle=5', '--set', 'halfCycleDown=11'],
  ['cosine-restarts', '--set', 'firstCycle=11', '--set', 'tMul=2', '--set', 'mMul=0.5'],
  ['cosine', '--set', 'compat=pytorch', '--set', 'steps=30'],
  ['cosine', '--set', 'kDecay=2', '--base-lr', '0.01'],
  ['exponential', '--set', 'staircase=true', '--set', 'decaySteps=20'],
  ['polynomial', '--set', 'power=3', '--set', 'cycle=true', '--set', 'steps=40'],
  ['inverse-time', '--set', 'decayRate=3', '--base-lr', '0.3'],
  ['tanh', '--set', 'compat=timm', '--set', 'steps=90'],
];
const programs = lines.map((line, i) => ({ name: `${String(i).padStart(2, '0')}-${line[0]}`, line }));
const steps = ['--steps', '120'];

async function lrTool(...args: string[]): Promise<string> {
  const io = fakeIo({ cwd: folder });
  expect(await main(['schedule', ...args], io), io.stderr()).toBe(0);
  return io.stdout();
}

describe.each(snippetWriters)('the programs for $name', ({ name }) => {
  it.each(programs)('are short, and say how they were made: $line', async ({ line }) => {
    const text = await lrTool(...line, ...steps, '--format', name);
    expect(text.split('\n').length).toBeLessThan(70);
    for (const row of text.split('\n')) expect(row.length).toBeLessThan(160);
    const [, program, command, ...words] = wordsOfLine(text.split('\n')[0]!);
    expect([program, command]).toEqual(['lr-tool', 'schedule']);
    expect(await lrTool(...words, '--format', name)).toBe(text); // what the first line says gives it again
  });

  it.skipIf(!has(modules[name]!))(
    'have our learning rates within 1e-6 of the highest, run by Python (npm run bench:setup installs what it needs)',
    async () => {
      const place = join(folder, name);
      mkdirSync(place);
      for (const one of programs) {
        writeFileSync(join(place, `${one.name}.py`), await lrTool(...one.line, ...steps, '--format', name));
        const { lr } = JSON.parse(await lrTool(...one.line, ...steps, '--json'));
        writeFileSync(join(place, `${one.name}.json`), JSON.stringify(lr));
      }
      const { stdout, stderr, status } = spawnSync(python, ['test/snippets/check.py', name, place], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const found = stdout
        .trim()
        .split('\n')
        .map((line): { name: string; worst: number } => JSON.parse(line));
      expect(found).toHaveLength(programs.length);
      for (const one of found) expect(one.worst, one.name).toBeLessThanOrEqual(1e-6);
      console.log(`${name}: worst ${Math.max(...found.map(({ worst }) => worst))}`);
    },
    180_000,
  );
});
