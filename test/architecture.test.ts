import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Folder -> the folders it may import | the packages it may import ('node' stands for node:*). Read top to bottom, it
 * is the architecture: nothing imports what stands below it. `cli` may import everything but the engine's insides.
 */
const rules: Record<string, string> = {
  base: '| pure-rand zod',
  tensorboard: 'base |',
  schedules: 'base | zod',
  controllers: 'base | zod',
  optimizers: 'base | zod',
  analysis: 'base schedules |',
  snippets: 'base schedules |',
  datasets: 'base | zod node csv-parse',
  models: 'base datasets | zod',
  config: 'base schedules controllers optimizers analysis datasets models | zod node yaml jsonc-parser',
  'engine/tfjs/kernels': 'engine/tfjs | @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm',
  'engine/compiled': 'base models engine |',
  'engine/fused': '|',
  'engine/tfjs':
    'base datasets models optimizers engine engine/compiled engine/fused engine/tfjs/kernels provision | node @tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-node zod',
  provision: 'base | node',
  engine: 'base datasets models optimizers engine/tfjs |',
  reports: 'base analysis | zod jsonc-parser',
  curves: 'base tensorboard analysis reports | csv-parse',
  storage: 'base | node',
  runs: 'base schedules controllers analysis datasets models optimizers config engine reports | node zod',
  plots: 'base reports | asciichart',
  api: 'base schedules optimizers analysis config | zod',
  callbacks: 'base schedules controllers optimizers analysis config reports plots api | zod',
  'cli/terminal': 'base plots reports | chalk',
  cli: 'base tensorboard schedules controllers optimizers analysis datasets models config engine provision reports curves storage runs plots snippets cli/terminal | node zod commander chalk @resvg/resvg-js',
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const longestFirst = Object.keys(rules).sort((a, b) => b.length - a.length);
const homeOf = (file: string) => longestFirst.find((folder) => file.startsWith(`${folder}/`)) ?? null;
const packageOf = (id: string) =>
  id.startsWith('node:') ? 'node' : id.split('/', id.startsWith('@') ? 2 : 1).join('/');

interface Import {
  readonly how: 'static' | 'late';
  readonly id: string;
}

function importsOf(source: string): Import[] {
  const found = source.matchAll(/(from|import\(|import|require\()\s*'([^'\n]+)'/g);
  return Array.from(found, ([, how, id]) => ({ how: how === 'import(' ? 'late' : 'static', id: id! }));
}

function violations(file: string, source: string): string[] {
  const home = homeOf(file);
  if (home === null) return [];
  const [folders, packages] = rules[home]!.split('|').map((side) => side.trim().split(' ')) as [string[], string[]];
  return importsOf(source).flatMap(({ how, id }) => {
    const target = id.startsWith('.') ? homeOf(relative('.', join(dirname(file), id))) : null;
    if (id.startsWith('.') && (target === null || target === home)) return [];
    const allowed = target === null ? packages.includes(packageOf(id)) : folders.includes(target);
    const late = target !== 'engine/tfjs' || home.startsWith('engine/tfjs') || how === 'late';
    return [...(allowed ? [] : [`${file} imports ${id}`]), ...(late ? [] : [`${file} must import ${id} late`])];
  });
}

/** The folders each may import, less those that follow from others, as a picture for the docs. */
function pictureOf(): string {
  const wanted = (folder: string) =>
    rules[folder]!.split('|')[0]!
      .trim()
      .split(' ')
      .filter((one) => one !== '');
  const reaches = (from: string, to: string): boolean =>
    wanted(from).some((next) => next === to || (next !== from && reachable(next, to)));
  const reachable = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return wanted(from).some((next) => next === to || reachable(next, to, seen));
  };
  const isDirect = (from: string, to: string) =>
    !wanted(from).some(
      (other) =>
        other !== to && other !== from && reaches(other, to) && !reachable(to, other) && !reachable(other, from),
    );
  const id = (folder: string) => folder.replace(/\W/g, '_');
  const folders = Object.keys(rules);
  const edges = folders.flatMap((from) =>
    wanted(from)
      .filter((to) => isDirect(from, to))
      .map((to) => `  ${id(from)} --> ${id(to)}`),
  );
  return [
    '```mermaid',
    'flowchart BT',
    ...folders.map((folder) => `  ${id(folder)}["${folder}"]`),
    ...edges,
    '```',
  ].join('\n');
}

describe('the architecture', () => {
  it('is drawn in docs/architecture.md (UPDATE_DOCS=1 npx vitest run test/architecture.test.ts)', () => {
    const [open, close] = ['<!-- picture -->\n', '\n<!-- /picture -->'];
    const page = readFileSync('docs/architecture.md', 'utf8');
    const [before, rest] = page.split(open) as [string, string];
    const after = rest.slice(rest.indexOf(close));
    const drawn = `${before}${open}${pictureOf()}${after}`;
    if (process.env['UPDATE_DOCS']) writeFileSync('docs/architecture.md', drawn);
    expect(readFileSync('docs/architecture.md', 'utf8')).toBe(drawn);
  });

  it.each(files)('%s imports only what its folder may', (file) => {
    expect(violations(file, readFileSync(join('src', file), 'utf8'))).toEqual([]);
  });

  it('lists every folder of src', () => {
    const folders = new Set(files.map((file) => dirname(file)).filter((folder) => folder !== '.'));
    for (const folder of folders) expect(homeOf(`${folder}/`), folder).not.toBeNull();
  });

  it('has no folder without a meaning', () => {
    for (const file of files) expect(file).not.toMatch(/(^|\/)(utils?|common|misc|lib|helpers?)(\/|\.ts$)/);
  });

  it('is read module by module in scripts, benches and tests: from build/, as dist/ is bundled', () => {
    const readers = ['scripts', 'bench', 'test']
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
      .filter((file) => /\.(js|mjs|ts)$/.test(file));
    const bundled = readers.filter((file) => /'(\.\.\/)+dist\//.test(readFileSync(file, 'utf8')));
    expect(bundled).toEqual([]);
  });

  it('finds what it looks for', () => {
    expect(violations('schedules/x.ts', "import { y } from '../engine/engine.js';")).toHaveLength(1);
    expect(violations('runs/x.ts', "import * as tf from '@tensorflow/tfjs-core';")).toHaveLength(1);
    expect(violations('engine/x.ts', "import { engine } from './tfjs/wasm.js';")).toHaveLength(1);
    expect(violations('engine/x.ts', "const { engine } = await import('./tfjs/wasm.js');")).toHaveLength(0);
  });
});

const pure = ['base', 'schedules', 'optimizers', 'analysis', 'models', 'plots', 'snippets'];
const forbidden: readonly (readonly [RegExp, string, (folder: string) => boolean])[] = [
  [/\bMath\.random\b/, 'Math.random', () => true],
  [/\bconsole\./, 'console', () => true],
  [/\bprocess\b\./, 'process', (folder) => folder !== 'cli'],
  [/\bDate\b|\bperformance\./, 'clocks', (folder) => pure.includes(folder)],
  [/new URL\(.*import\.meta\.url/, 'places of its own: packageFile knows them', (folder) => folder !== 'base'],
];

describe('side effects', () => {
  it.each(files)('%s has none that its folder forbids', (file) => {
    const code = readFileSync(join('src', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const folder = file.split('/')[0]!;
    for (const [pattern, what, applies] of forbidden) if (applies(folder)) expect(code, what).not.toMatch(pattern);
  });
});
