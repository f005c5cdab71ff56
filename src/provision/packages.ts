import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The packages that compute. All of them have one version: two copies of the core are two worlds of tensors. */
const names = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-node',
] as const;

export interface InstalledPackage {
  readonly name: string;
  /** null where it is not installed. */
  readonly version: string | null;
  readonly folder: string | null;
  /** Where the core lies that it uses; null where it uses none or is not installed. */
  readonly core: string | null;
}

export const installedPackages = (from: string | URL = import.meta.url): InstalledPackage[] => {
  const require = createRequire(from);
  return names.map((name) => {
    const file = find(require, `${name}/package.json`);
    if (file === null) return { name, version: null, folder: null, core: null };
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    return {
      name,
      version,
      folder: dirname(file),
      core: find(createRequire(file), '@tensorflow/tfjs-core/package.json'),
    };
  });
};

/** Paths of the cores in use: more than one is a fault of the installation. */
export const coresOf = (packages: readonly InstalledPackage[]): string[] => [
  ...new Set(packages.flatMap(({ core }) => (core === null ? [] : [core]))),
];

function find(require: NodeJS.Require, id: string): string | null {
  try {
    return require.resolve(id);
  } catch {
    return null; // not installed: told to the user as that
  }
}
