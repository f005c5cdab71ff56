import { resolve } from 'node:path';
import type { ResolvedConfig } from '../config/resolve.js';
import { type Prepared, prepareRun } from '../runs/prepare.js';
import { requireWritable } from '../storage/named-file.js';
import { tellModules } from './code-notice.js';
import { type ConfigRequestOptions, originsText } from './config-request.js';
import type { Io } from './io.js';
import { dataFolders } from './places.js';
import type { Screen, ScreenOptions } from './screen.js';
import { openTensorboard } from './tensorboard.js';

/** What the flags of a command that trains give. */
export interface RunOptions extends ConfigRequestOptions, ScreenOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly tensorboard?: string;
  readonly save: boolean;
  readonly showConfig?: boolean;
  readonly [flag: string]: unknown;
}

export interface OpenedRun {
  readonly prepared: Prepared;
  /** Absolute path of --out; null where it was not typed. */
  readonly out: string | null;
  /** Absolute path of --tensorboard; null where it was not typed. */
  readonly board: string | null;
}

/**
 * How every run begins: the notes on the config are told, --out is known to be writable, data and engine are loaded.
 * Null where --show-config was typed: it has been answered, and nothing is to be run.
 */
export async function openRun(
  resolved: ResolvedConfig,
  options: RunOptions,
  screen: Screen,
  io: Io,
): Promise<OpenedRun | null> {
  for (const note of resolved.notes) screen.note(note);
  if (options.showConfig) {
    screen.print(originsText(resolved));
    return null;
  }
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);
  tellModules([resolved], options, io);
  const board = await openTensorboard(options.tensorboard, io);
  const prepared = await prepareRun({
    config: resolved.config,
    baseDir: resolved.baseDir,
    dataDirs: dataFolders(io),
    allowCode: options.allowCode ?? false,
    elapsed: io.elapsed,
  });
  screen.note(prepared.engineNote);
  return { prepared, out, board };
}
