import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName } from '../base/names.js';
import { packageFile } from '../base/package-file.js';
import { configExtensions } from './formats/all.js';

const folder = fileURLToPath(packageFile('configs'));
/** The JSON Schema of a config, for editors. */
export const schemaFile = join(folder, 'schema', 'lr-tool.schema.json');
/** Its folders that hold configs; the name of a config in one begins with that of the folder: `reproductions/clr-sine`. */
const subfolders = ['', 'reproductions/'];

/** The config used where none is named. */
export const defaultConfig = 'digits-mlp';

/** Paths of the configs that come with lr-tool, by their names, sorted within each folder. */
const bundled = (): ReadonlyMap<string, string> =>
  new Map(
    subfolders.flatMap((inside) =>
      readdirSync(join(folder, inside))
        .filter((file) => configExtensions.includes(extname(file)))
        .sort()
        .map((file) => [inside + basename(file, extname(file)), join(folder, inside, file)] as const),
    ),
  );

export const bundledNames = (): string[] => [...bundled().keys()];

/** The path of the bundled config of that name; undefined where there is none. */
export const bundledPath = (name: string): string | undefined => bundled().get(name);

/** The bundled config that was meant, whether its folder was typed or not; null where nothing is near. */
export function nearestBundled(typed: string): string | null {
  const names = bundledNames();
  const near = nearestName(
    basename(typed),
    names.map((name) => basename(name)),
  );
  return names.find((name) => basename(name) === near) ?? null;
}

/** Those to start from, without the reproductions. */
export const startingConfigs = (): string[] => bundledNames().filter((name) => !name.includes('/'));
