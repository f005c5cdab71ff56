import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, seen from src/config and from dist/config alike. */
const folder = fileURLToPath(new URL('../../configs/', import.meta.url));
const extension = '.json';

/** The config used where none is named. */
export const defaultConfig = 'digits-mlp';

/** Names of the configs that come with lr-tool, sorted. */
export const bundledNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => basename(file, extension))
    .sort();

export const bundledPath = (name: string): string => join(folder, `${name}${extension}`);
