import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it that are missing, like `mkdir -p`. Node's own recursive mkdir never ends where a
 * folder that is there takes no new ones and says ENOENT (those under /proc); here that is an error like any other.
 *
 * @returns the topmost folder that was made; null where all were there
 */
export async function makeFolder(path: string): Promise<string | null> {
  if (await isFolder(path)) return null;
  const above = dirname(path);
  const topmost = above === path ? null : await makeFolder(above);
  try {
    await mkdir(path);
  } catch (error) {
    if (!(await isFolder(path))) throw error; // it is there where another process was faster
    return topmost;
  }
  return topmost ?? path;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false, // whatever hides it, mkdir will say what is wrong
  );
