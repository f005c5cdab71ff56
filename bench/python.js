// The Python that has the peers.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runForJson } from './process.js';

const onWindows = process.platform === 'win32';
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Made by `npm run bench:setup`. */
export const venv = here('.venv');
export const venvPython = here(onWindows ? '.venv/Scripts/python.exe' : '.venv/bin/python');
export const anyPython = process.env.PYTHON ?? (onWindows ? 'python' : 'python3');

/**
 * LR_TOOL_BENCH_PYTHON, else the one in bench/.venv, else the first in PATH.
 *
 * @returns {{path: string, versions: Record<string, string | null>}} versions of the packages, null where one is absent
 */
export function findPython(packages) {
  const path = process.env.LR_TOOL_BENCH_PYTHON ?? (existsSync(venvPython) ? venvPython : anyPython);
  const { failed, versions } = runForJson({ file: path, args: [here('peers/versions.py'), ...packages] }, 60);
  return { path, versions: failed ? {} : versions };
}
