import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import type { DatasetContext } from '../../src/datasets/dataset.js';

/** A folder that is gone after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lr-tool-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** Writes a file into a folder that is gone after the test, and gives its path. */
export function tempFile(name: string, content: string | Uint8Array): string {
  const path = join(tempDir(), name);
  writeFileSync(path, content);
  return path;
}

export const contextIn = (baseDir: string, more: Partial<DatasetContext> = {}): DatasetContext => ({
  baseDir,
  dataDirs: [],
  seed: 42,
  allowCode: false,
  ...more,
});

/** An IDX file of bytes. */
export function idxBytes(shape: readonly number[], data: Iterable<number>, type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((side, axis) => {
    header.writeUInt32BE(side, 4 + 4 * axis);
  });
  return Buffer.concat([header, Buffer.from([...data])]);
}

/** The error a user would see, in one line. */
export async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    expect(error.hint, 'every error tells what to do').toBeTruthy();
    return `${error.code}: ${error.message}`;
  }
  throw new Error('it was accepted');
}
