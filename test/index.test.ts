import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.js';

/** Every file that a file reaches by imports that are there when it runs, and every package; ids may end otherwise than files. */
function reached(file: string, ending: string, found = { files: new Set<string>(), packages: new Set<string>() }) {
  if (found.files.has(file)) return found;
  found.files.add(file);
  const source = readFileSync(file, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
  for (const [, id] of source.matchAll(/(?:from|import\(|import)\s*['"]([^'"\n]+)['"]/g)) {
    if (id!.startsWith('.')) reached(join(dirname(file), id!.replace(/\.js$/, ending)), ending, found);
    else found.packages.add(id!);
  }
  return found;
}

describe('the library', () => {
  it('reaches no TensorFlow, no cli and nothing of Node, so that it runs in a browser', () => {
    const { files, packages } = reached('src/index.ts', '.ts');
    expect(files.size).toBeGreaterThan(40);
    expect([...packages].toSorted()).toEqual(expect.arrayContaining(['zod']));
    expect([...packages].filter((name) => /^node:|tensorflow/.test(name))).toEqual([]);
    expect(
      [...files].filter((file) => /^src\/(cli|engine|storage|provision|runs)\//.test(relative('.', file))),
    ).toEqual([]);
  });

  it('is bundled with all that it needs', () => {
    const { files, packages } = reached('dist/index.js', '.js');
    expect([...packages]).toEqual([]);
    expect([...files].map((file) => relative('dist', file))).toContain(join('chunks', 'schedules-all.js'));
    expect(
      [...files].filter((file) => /chunks\/(cli|engine|storage|provision|runs)-|commander|chalk/.test(file)),
    ).toEqual([]);
  });

  it('is built without what it must not load', () => {
    const script = "import('lr-tool').then(({ clr }) => console.log(clr({ maxLr: 1, baseLr: 0, halfCycle: 2 })(1)))";
    const guard = ['--import', resolve('test/guards/no-tensorflow.mjs')];
    const { stdout, stderr } = spawnSync(process.execPath, [...guard, '-e', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe('0.5\n');
  });

  it('has what the README promises', () => {
    const promised = [
      'clr',
      'oneCycle',
      'schedule',
      'withWarmup',
      'chain',
      'suggest',
      'suggestEach',
      'findLearningRate',
    ];
    const classes = [
      'CyclicLR',
      'OneCycleLR',
      'SGDR',
      'LearningRateScheduler',
      'ReduceLROnPlateau',
      'EarlyStopping',
      'LRFinder',
    ];
    for (const name of [...promised, ...classes]) expect(library).toHaveProperty(name, expect.any(Function));
  });

  it('knows its version', () => {
    expect(library.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});
