import { safeText } from '../base/text.js';
import { loadConfig } from '../config/load.js';
import { type ResolvedConfig, resolveConfig } from '../config/resolve.js';
import { tellCode } from './code-notice.js';
import { type ConfigFlag, overridesFrom } from './config-options.js';
import type { Io } from './io.js';

/** What the flags of `addConfigOptions` give. */
export interface ConfigRequestOptions {
  readonly config?: string | undefined;
  readonly set?: readonly string[];
  readonly allowCode?: boolean;
}

/** The config that a command line asks for: found, read, overridden and checked. */
export async function requestConfig(
  options: ConfigRequestOptions & Readonly<Record<string, unknown>>,
  flags: readonly ConfigFlag[],
  io: Io,
): Promise<ResolvedConfig> {
  const { config, set = [], allowCode = false } = options;
  const source = await loadConfig({ config, cwd: io.cwd, readStdin: io.readStdin, allowCode, onCode: tellCode(io) });
  return resolveConfig({ source, cwd: io.cwd, env: io.env, set, flags: overridesFrom(flags, options) });
}

/** Every value of a config with where it comes from, one a line. */
export function originsText({ origins }: ResolvedConfig): string {
  const rows = origins.map(({ path, value, origin }) => [path.join('.'), JSON.stringify(value), origin] as const);
  const width = (column: 0 | 1) => Math.min(32, Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map(([path, value, origin]) => safeText(`${path.padEnd(width(0))}  ${value.padEnd(width(1))}  ${origin}`))
    .join('\n');
}
