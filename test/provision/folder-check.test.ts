import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkFolder } from '../../src/provision/folder-check.js';
import { coresOf, installedPackages } from '../../src/provision/packages.js';
import { temporaryFolder } from './fake-machine.js';

const disk = { freeBytes: async () => 7 };

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => rm(folder, { recursive: true, force: true });
});

describe('a folder', () => {
  it('that can be written is timed, and left as it was', async () => {
    const check = await checkFolder(folder, disk);
    expect(check).toEqual({ path: folder, exists: true, freeBytes: 7, writeMs: expect.any(Number), why: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is not there is tried above, and not made', async () => {
    const check = await checkFolder(join(folder, 'a', 'b'), disk);
    expect(check).toMatchObject({ exists: false, why: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that lies in a file cannot be', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await checkFolder(join(folder, 'file'), disk)).toMatchObject({ exists: false });
  });
});

describe('the packages', () => {
  it('of this checkout share one core', () => {
    const packages = installedPackages();
    expect(packages.find(({ name }) => name === '@tensorflow/tfjs-core')?.version).toBe('4.22.0');
    expect(coresOf(packages)).toHaveLength(1);
  });

  it('that bring a core of their own are found', async () => {
    const scope = join(folder, 'node_modules', '@tensorflow');
    const write = async (path: string) => {
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'package.json'), '{"version":"4.22.0"}');
    };
    await write(join(scope, 'tfjs-core'));
    await write(join(scope, 'tfjs-layers'));
    await write(join(scope, 'tfjs-node'));
    await write(join(scope, 'tfjs-node', 'node_modules', '@tensorflow', 'tfjs-core'));
    const root = await realpath(folder);
    const ours = installedPackages(join(root, 'x.js')).filter((found) => found.folder?.startsWith(root)); // /tmp may hold others
    expect(ours.map(({ name }) => name.replace('@tensorflow/', ''))).toEqual(['tfjs-core', 'tfjs-layers', 'tfjs-node']);
    expect(coresOf(ours)).toHaveLength(2);
  });
});
