import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { machineError } from '../base/errors.js';
import { tfjsNodeVersion } from './native-location.js';

/** The installed package @tensorflow/tfjs-node, and what its binding is compiled with. */
export interface TfjsNode {
  readonly folder: string;
  /** Folder of node_api.h. */
  readonly nodeHeaders: string;
}

/**
 * Finds the package as Node would from this file.
 *
 * @throws machineError SETUP_NO_PACKAGE where it is not installed or has another version
 */
export function findTfjsNode(from: string | URL = import.meta.url): TfjsNode {
  const require = createRequire(from);
  const file = resolved(require, '@tensorflow/tfjs-node/package.json');
  const headers = resolved(require, 'node-api-headers/package.json');
  const missing = file === null ? '@tensorflow/tfjs-node' : headers === null ? 'node-api-headers' : null;
  const hint = `type: npm install --ignore-scripts @tensorflow/tfjs-node@${tfjsNodeVersion} node-api-headers`;
  if (file === null || headers === null) {
    throw machineError('SETUP_NO_PACKAGE', `the optional package ${missing} is not installed`, { hint });
  }
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  if (version !== tfjsNodeVersion) {
    throw machineError('SETUP_NO_PACKAGE', `@tensorflow/tfjs-node is ${version}, and ${tfjsNodeVersion} is needed`, {
      hint,
    });
  }
  return { folder: dirname(file), nodeHeaders: join(dirname(headers), 'include') };
}

/** The binding that the package's own install script has left, or null. Its place holds the N-API version. */
export function ownBinding(folder: string): string | null {
  const places = [8, 7, 6, 5, 4, 3].map((napi) => join(folder, 'lib', `napi-v${napi}`, 'tfjs_binding.node'));
  return places.find((place) => existsSync(place)) ?? null;
}

function resolved(require: NodeJS.Require, id: string): string | null {
  try {
    return require.resolve(id);
  } catch {
    return null; // "not installed" is an answer, and the caller says what follows
  }
}
