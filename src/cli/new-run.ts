import type { ResolvedConfig } from '../config/resolve.js';
import type { RunConfig } from '../config/run-config.js';
import { jsonText } from '../reports/json.js';
import { type Lock, lockFolder } from '../storage/lock.js';
import { createRunFolder, type RunFolder, resolvedConfigFile } from '../storage/run-folder.js';
import type { Io } from './io.js';
import { runsFolder } from './places.js';
import { shortId } from './run-id.js';

/**
 * The folder of a new run, which no other process writes, and in it its config.
 *
 * @param config what is run: that of `resolved`, unless more was found; null where there are several
 * Errors: those of `createRunFolder` and `lockFolder`
 */
export async function newRun(
  command: 'find' | 'train' | 'compare',
  resolved: ResolvedConfig,
  config: RunConfig | null,
  io: Io,
): Promise<{ readonly folder: RunFolder; readonly lock: Lock }> {
  const folder = await createRunFolder(runsFolder(io), command, io.date(), shortId(resolved, io), io.files);
  let lock: Lock | null = null;
  try {
    lock = await lockFolder(folder.path, io.processes);
    if (config !== null) await folder.write(resolvedConfigFile, jsonText(config));
    return { folder, lock };
  } catch (error) {
    await folder.discard(); // nothing was run
    await lock?.release();
    throw error;
  }
}
