import { loadConfig } from '../../src/config/load.js';
import { resolveConfig } from '../../src/config/resolve.js';
/** Resolves a config given as text on standard input; the working directory is /work-dir. */
export async function resolveText(text, overrides = {}) {
  const cwd = '/work-dir';
  const source = await loadConfig({ config: '-', cwd, readStdin: async () => text, allowCode: false });
  return resolveConfig({ source, cwd, ...overrides });
}
export const smallest = '{ "dataset": "digits", "model": "mlp" }';
