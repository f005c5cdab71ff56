import { resolve } from 'node:path';
import { safeText } from '../base/text.js';
import type { RunConfig } from '../config/run-config.js';
import type { Io } from './io.js';

/** Tells whose code is about to run, by its full path; --quiet does not silence it. */
export const tellCode =
  (io: Io) =>
  (path: string): void =>
    io.err.write(`--allow-code: running ${safeText(path)}\n`);

/** Tells it of the modules that configs name, each once, before they run. */
export function tellModules(
  runs: readonly { readonly config: RunConfig; readonly baseDir: string }[],
  { allowCode = false }: { readonly allowCode?: boolean },
  io: Io,
): void {
  if (!allowCode) return; // they will be refused
  const paths = runs.flatMap(({ config: { dataset, model }, baseDir }) =>
    [dataset, model].flatMap((part) => (part.name === 'module' ? [resolve(baseDir, part.path)] : [])),
  );
  for (const path of new Set(paths)) tellCode(io)(path);
}
