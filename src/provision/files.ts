import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Names of the plain files under a folder, sorted, with '/'. */
export async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(names.map((name) => lstat(join(folder, name))));
  return names
    .filter((_, i) => found[i]!.isFile())
    .map((name) => name.split(sep).join('/'))
    .sort();
}

/** Bytes of all files under a folder. Files that vanish while it looks count nothing: the folder is being written. */
export async function bytesUnder(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(names.map((name) => lstat(join(folder, name)).then(sizeOf, () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const sizeOf = (found: Stats) => (found.isFile() ? found.size : 0);
