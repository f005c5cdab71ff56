import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { userError } from '../base/errors.js';

/**
 * Absolute path of the file that the config names at `key`; relative names start from `baseDir`.
 *
 * Error: FILE_MISSING where there is no such file.
 */
export const existingFile =
  (baseDir: string) =>
  (path: string, key: string): string => {
    const absolute = resolve(baseDir, path);
    if (statSync(absolute, { throwIfNoEntry: false })?.isFile()) return absolute;
    throw userError('FILE_MISSING', `${key}: there is no file ${absolute}`, {
      hint: 'relative paths start from the folder of the config',
    });
  };
