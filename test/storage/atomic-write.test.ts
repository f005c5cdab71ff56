import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import { atomicWrite } from '../../src/storage/atomic-write.js';
import { requireWritable } from '../../src/storage/named-file.js';
import { createRunFolder, reportsUnder } from '../../src/storage/run-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-storage-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

describe('atomicWrite', () => {
  it.each([['text'], [Uint8Array.of(0, 255, 10)], ['']])('writes %o whole', async (content) => {
    await atomicWrite(join(folder, 'a'), content);
    expect([...readFileSync(join(folder, 'a'))]).toEqual([...Buffer.from(content)]);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('replaces what was there', async () => {
    writeFileSync(join(folder, 'a'), 'before, and longer');
    await atomicWrite(join(folder, 'a'), 'after');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('after');
  });

  it('names the path, leaves no temporary file and keeps the old one when it fails', async () => {
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'inside'), '');
    const error = await atomicWrite(join(folder, 'taken'), 'x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LrToolError);
    expect((error as LrToolError).message).toContain(join(folder, 'taken'));
    expect((error as LrToolError).blame).toBe('machine');
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('says before the work that a folder is missing', async () => {
    await expect(requireWritable(join(folder, 'none', 'report.json'))).rejects.toThrow(/there is no folder .*none/);
    await expect(requireWritable(folder)).rejects.toThrow('is a folder');
    await expect(requireWritable(join(folder, 'report.json'))).resolves.toBeUndefined();
  });
});

describe('run folders', () => {
  const at = new Date('2026-11-20T12:34:56.789Z');

  it('are named by time, command and id', async () => {
    const run = await createRunFolder(join(folder, 'runs'), 'find', at, 'ab12');
    expect(run.path).toBe(join(folder, 'runs', '20261120T123456Z-find-ab12'));
    await run.write('report.json', '{}');
    expect(await reportsUnder(join(folder, 'runs'))).toEqual([join(run.path, 'report.json')]);
  });

  it('go where nothing can be written in them, and stay where something was', async () => {
    const run = await createRunFolder(join(folder, 'runs'), 'find', at, 'ab12');
    await expect(run.write(join('no', 'such', 'place'), 'x')).rejects.toThrow('could not write');
    expect(existsSync(run.path)).toBe(false);
    const kept = await createRunFolder(join(folder, 'runs'), 'find', at, 'cd34');
    await kept.write('report.json', '{}');
    await expect(kept.write(join('no', 'such', 'place'), 'x')).rejects.toThrow('could not write');
    expect(readdirSync(kept.path)).toEqual(['report.json']);
  });

  it('are never shared', async () => {
    await createRunFolder(folder, 'find', at, 'ab12');
    await expect(createRunFolder(folder, 'find', at, 'ab12')).rejects.toThrow('EEXIST');
  });

  it('leave nothing when they are discarded', async () => {
    const run = await createRunFolder(join(folder, 'runs'), 'find', at, 'ab12');
    await run.discard();
    expect(readdirSync(folder)).toEqual([]);
    const kept = await createRunFolder(join(folder, 'runs'), 'find', at, 'a');
    const second = await createRunFolder(join(folder, 'runs'), 'find', at, 'b');
    await second.discard();
    expect(readdirSync(join(folder, 'runs'))).toEqual([kept.path.split('/').at(-1)]);
  });

  it('are listed oldest first; a folder that is not there holds none', async () => {
    const later = new Date(at.getTime() + 1000);
    for (const [date, id] of [
      [later, 'a'],
      [at, 'b'],
    ] as const) {
      const run = await createRunFolder(folder, 'find', date, id);
      await run.write('report.json', '{}');
    }
    expect((await reportsUnder(folder)).map((path) => path.split('-').at(-1))).toEqual([
      'b/report.json',
      'a/report.json',
    ]);
    expect(await reportsUnder(join(folder, 'none'))).toEqual([]);
  });
});
