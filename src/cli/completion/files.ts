import { readdir } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Candidate, Typing } from './candidate.js';

/** Files with one of the endings, and the folders on the way to others; all files where no ending is named. */
export async function filesAt(
  { word, cwd, home }: Typing,
  endings: readonly string[] = [],
): Promise<readonly Candidate[]> {
  const typedFolder = word.slice(0, word.lastIndexOf('/') + 1);
  const folder = resolve(cwd, typedFolder.replace(/^~(?=\/)/, home));
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // no folder, no files
  const hidden = word.slice(typedFolder.length).startsWith('.');
  return entries
    .filter(({ name }) => hidden || !name.startsWith('.'))
    .flatMap((entry): Candidate[] => {
      const value = typedFolder + entry.name;
      if (entry.isDirectory()) return [{ value: `${value}/`, open: true }];
      return endings.length === 0 || endings.includes(extname(entry.name).toLowerCase()) ? [{ value }] : [];
    })
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}
