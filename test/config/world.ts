import { loadConfig } from '../../src/config/load.js';
import { type ConfigLayers, type ResolvedConfig, resolveConfig } from '../../src/config/resolve.js';

/** Resolves a config given as text on standard input, its folder /work-dir; overrides are typed there or in `cwd`. */
export async function resolveText(
  text: string,
  overrides: Omit<ConfigLayers, 'source' | 'cwd'> & { readonly cwd?: string } = {},
): Promise<ResolvedConfig> {
  const folder = '/work-dir';
  const source = await loadConfig({ config: '-', cwd: folder, readStdin: async () => text, allowCode: false });
  return resolveConfig({ source, cwd: folder, ...overrides });
}

export const smallest = '{ "dataset": "digits", "model": "mlp" }';
