import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { userError } from '../base/errors.js';
import { bundledPath, defaultConfig, nearestBundled, startingConfigs } from './bundled.js';
import { configExtensions } from './formats/all.js';

/** Where a config file lies. */
export interface Location {
  /** What people call it. */
  readonly label: string;
  /** How error messages name the file. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
}

/** The file of a config that was asked for by path or name, or not at all. Errors: CONFIG_NOT_FOUND, CONFIG_AMBIGUOUS. */
export const findConfig = (config: string | undefined, cwd: string): Location =>
  config === undefined ? configHere(cwd) : configNamed(config, cwd);

/** lr-tool.json, .jsonc, .yaml or .yml in the working directory, else the default. Never a program: that is run only by name. */
function configHere(cwd: string): Location {
  const found = configExtensions
    .map((extension) => `lr-tool${extension}`)
    .filter((name) => existsSync(resolve(cwd, name)));
  const [name] = found;
  if (name === undefined) return configNamed(defaultConfig, cwd);
  if (found.length === 1) return { label: name, file: name, path: resolve(cwd, name) };
  throw userError('CONFIG_AMBIGUOUS', `this folder has several configs: ${found.join(', ')}`, {
    hint: `name the one you mean, e.g. \`lr-tool find ${name}\``,
  });
}

function configNamed(config: string, cwd: string): Location {
  const bundled = bundledPath(config);
  if (bundled !== undefined) return { label: config, file: bundled, path: bundled };
  const path = resolve(cwd, config);
  if (existsSync(path)) return { label: config, file: config, path };
  const neighbour = configExtensions
    .map((extension) => config + extension)
    .find((file) => existsSync(resolve(cwd, file)));
  if (neighbour !== undefined) {
    throw userError('CONFIG_NOT_FOUND', `no bundled config is called '${config}'`, {
      hint: `the file here is ${neighbour}`,
    });
  }
  const near = nearestBundled(config.slice(0, config.length - extname(config).length));
  const known = startingConfigs().join(', ');
  if (/[\\/]/.test(config) || extname(config) !== '') {
    const hint = near === null ? `bundled configs: ${known}` : `the bundled config is called ${near}`;
    throw userError('CONFIG_NOT_FOUND', `there is no file ${path}`, { hint });
  }
  const meant = near === null ? `known: ${known}` : `did you mean '${near}'?`;
  throw userError('CONFIG_NOT_FOUND', `no config '${config}' (${meant})`, {
    hint: 'a config is a path, - for standard input, or the name of a bundled one',
  });
}
