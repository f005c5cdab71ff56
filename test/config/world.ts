import { loadConfig } from '../../src/config/load.js';
import { type ConfigLayers, type ResolvedConfig, resolveConfig } from '../../src/config/resolve.js';

/** Resolves a config given as text on standard input; the working directory is /work-dir. */
export async function resolveText(
  text: string,
  overrides: Omit<ConfigLayers, 'source' | 'cwd'> = {},
): Promise<ResolvedConfig> {
  const cwd = '/work-dir';
  const source = await loadConfig({ config: '-', cwd, readStdin: async () => text, allowCode: false });
  return resolveConfig({ source, cwd, ...overrides });
}

export const smallest = '{ "dataset": "digits", "model": "mlp" }';
