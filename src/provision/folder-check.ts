import { randomUUID } from 'node:crypto';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf } from '../base/errors.js';
import type { Machine } from './machine.js';

export interface FolderCheck {
  readonly path: string;
  readonly exists: boolean;
  /** Of the folder, or of the nearest one above it that exists. */
  readonly freeBytes: number;
  /** Milliseconds to write a small file, sync it, rename it and remove it; null where that fails. */
  readonly writeMs: number | null;
  /** Why it cannot be written; null where it can. */
  readonly why: string | null;
}

/** Tries a folder out without making it: files are written into the nearest folder that exists, and removed. */
export async function checkFolder(path: string, machine: Pick<Machine, 'freeBytes'>): Promise<FolderCheck> {
  const nearest = await nearestExisting(path);
  const freeBytes = await machine.freeBytes(nearest);
  const facts = { path, exists: nearest === path, freeBytes };
  const file = join(nearest, `.lr-tool-${randomUUID()}`);
  const renamed = `${file}.renamed`;
  const started = performance.now();
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile('lr-tool doctor was here\n');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(file, renamed);
    await unlink(renamed);
    return { ...facts, writeMs: performance.now() - started, why: null };
  } catch (cause) {
    for (const left of [file, renamed]) await unlink(left).catch(() => undefined); // at most one of them is there
    return { ...facts, writeMs: null, why: reasonOf(cause) };
  }
}

async function nearestExisting(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() || dirname(path) === path ? path : nearestExisting(dirname(path));
}
