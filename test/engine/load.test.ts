import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../src/base/backends.js';
import { LrToolError, machineError } from '../../src/base/errors.js';
import type { Engine } from '../../src/engine/engine.js';
import { engineNote, type Loaders, loadEngine } from '../../src/engine/load.js';

const engine = (backend: Backend, selfTest = async () => {}): Engine => ({
  backend,
  mode: 'eager',
  versions: {},
  selfTest,
  createTrainer: () => Promise.reject(new Error('not for training')),
});
const opens = (backend: Backend, selfTest?: () => Promise<void>) => async () => engine(backend, selfTest);
const fails = (why: Error) => () => Promise.reject(why);
const absent = machineError('NATIVE_ABSENT', 'the native engine is not installed', { hint: 'run `lr-tool setup`' });
const all: Loaders = { native: opens('native'), wasm: opens('wasm'), cpu: opens('cpu') };

const errorOf = async (promise: Promise<unknown>): Promise<LrToolError> => {
  const error: unknown = await promise.then(
    () => null,
    (why: unknown) => why,
  );
  if (!(error instanceof LrToolError)) throw new Error(`no error for people: ${String(error)}`);
  return error;
};

describe('loading an engine', () => {
  it('auto takes the best that there is', async () => {
    const loaded = await loadEngine('auto', all);
    expect(loaded.engine.backend).toBe('native');
    expect(engineNote(loaded)).toBe('engine native');
  });

  it('auto goes on to the next one and tells why, in one sentence', async () => {
    const loaded = await loadEngine('auto', { ...all, native: fails(absent) });
    expect(loaded.engine.backend).toBe('wasm');
    expect(engineNote(loaded)).toBe('engine wasm; not native: the native engine is not installed');
  });

  it('one that opens but fails its self-test is not taken', async () => {
    const broken = opens('native', fails(new TypeError('util_1.isNullOrUndefined is not a function')));
    const loaded = await loadEngine('auto', { ...all, native: broken, wasm: fails(new Error('no memory\nat x')) });
    expect(loaded.engine.backend).toBe('cpu');
    expect(engineNote(loaded)).toBe(
      'engine cpu; not native: util_1.isNullOrUndefined is not a function; not wasm: no memory',
    );
  });

  it('a backend asked for by name is never replaced: exit 3, its reason, its remedy', async () => {
    const error = await errorOf(loadEngine('native', { ...all, native: fails(absent) }));
    expect(error.blame).toBe('machine');
    expect(error.message).toBe('--backend native: the native engine is not installed');
    expect(error.hint).toBe('run `lr-tool setup`');
  });

  it('with none left, every reason is told', async () => {
    const dead = fails(new Error('dead'));
    const error = await errorOf(loadEngine('auto', { native: fails(absent), wasm: dead, cpu: dead }));
    expect(error.message).toBe(
      'no engine works here (native: the native engine is not installed; wasm: dead; cpu: dead)',
    );
  });
});

describe('native without its compiled part', () => {
  it('is told at once and in silence, and leaves wasm as it was', async () => {
    vi.stubEnv('LR_TOOL_CACHE', mkdtempSync(join(tmpdir(), 'lr-tool-empty-')));
    const noise = [vi.spyOn(process.stderr, 'write'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')];
    const error = await errorOf(loadEngine('native'));
    expect(error.message).toMatch(
      /^--backend native: the native engine is (not installed|installed without its compiled part)$/,
    );
    expect(error.hint).toContain('lr-tool setup');
    const modules = Object.keys(createRequire(import.meta.url).cache);
    expect(modules.filter((path) => /tfjs-node.dist|tensorflow.tfjs.dist/.test(path))).toEqual([]); // 300 MB untouched
    const loaded = await loadEngine('auto');
    expect(loaded.engine.backend).toBe('wasm');
    expect(loaded.engine.versions).toMatchObject({ simd: 'true', 'tfjs-core': '4.22.0' });
    for (const spy of noise) expect(spy).not.toHaveBeenCalled();
    vi.unstubAllEnvs();
  });
});
