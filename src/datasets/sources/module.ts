import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { LrToolError, reasonOf, userError } from '../../base/errors.js';
import { defineDataset } from '../define.js';
import { rawFromModule } from '../formats/module-result.js';
import { path } from '../params.js';

/** A user's module: `export default async ({ seed, baseDir, options }) => ({ inputs, shape, labels })`. */
export const module = defineDataset({
  name: 'module',
  summary: 'what the default export of a JavaScript module returns; needs --allow-code',
  source: 'a function of yours: ({ seed, baseDir, options }) => ({ inputs, shape, labels or targets, ... })',
  params: {
    path: path.describe('.js or .mjs file; relative to the config file'),
    options: z.record(z.string(), z.unknown()).default({}).describe('handed to the function'),
  },
  scaling: 'none',
  example: { path: 'my-data.mjs' },
  async load({ path, options }, { baseDir, seed, allowCode }) {
    const file = resolve(baseDir, path);
    if (!allowCode) {
      throw userError('CODE_NOT_ALLOWED', `the data set comes from code in ${file}, which was not run`, {
        hint: 'read that file, and pass --allow-code if you trust it',
      });
    }
    return { ...rawFromModule(await call(file, { seed, baseDir, options }), file), name: basename(path) };
  },
});

async function call(file: string, argument: object): Promise<unknown> {
  try {
    const loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
    if (typeof loaded.default === 'function') return await loaded.default(argument);
  } catch (cause) {
    if (cause instanceof LrToolError) throw cause;
    throw userError('MODULE_FAILED', `the data module ${file} failed: ${reasonOf(cause)}`, {
      hint: 'mend the module',
      cause,
    });
  }
  throw userError('MODULE_FAILED', `the data module ${file} has no function as its default export`, {
    hint: 'write export default ({ seed }) => ({ inputs, shape, labels })',
  });
}
