import { lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { machineError, reasonOf, userError } from '../base/errors.js';
import { atomicWrite, syncFolder } from './atomic-write.js';
import { type Files, systemFiles } from './files.js';
import { makeFolder } from './make-folder.js';

/** Name of the report in its run folder. */
export const reportFile = 'report.json';

/** Name of the config that repeats the run, in its run folder. */
export const resolvedConfigFile = 'config.resolved.json';

/** The folder of one run: `<root>/<UTC time>-<command>-<short id>/`. */
export interface RunFolder {
  readonly path: string;
  /** Writes a file of the run, `folder/name` too. Where that fails and there is no other file, the folder goes too. */
  write(file: string, content: string | Uint8Array): Promise<void>;
  /** Names of the files in `folder`, one of the run's own; none where there is no such folder. */
  names(folder: string): Promise<string[]>;
  remove(file: string): Promise<void>;
  /** Takes the folder away again, for runs that came to nothing. */
  discard(): Promise<void>;
}

/** `<UTC time>-<command>-<short id>`: names in their order are runs in theirs. */
export function runName(command: string, at: Date, shortId: string): string {
  const time = at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `${time}-${command}-${shortId}`;
}

/**
 * Makes a folder that no other run has. Done before the expensive part, so that a folder that cannot be written fails
 * at once.
 *
 * @param root usually `runs`
 * @param shortId tells runs of the same second apart
 */
export async function createRunFolder(
  root: string,
  command: string,
  at: Date,
  shortId: string,
  files: Files = systemFiles,
): Promise<RunFolder> {
  const path = join(root, runName(command, at, shortId));
  let madeFirst: string | null;
  try {
    madeFirst = await makeFolder(root);
    await mkdir(path); // not recursive: an existing folder is an error, never shared
  } catch (cause) {
    throw machineError('RUN_FOLDER', `could not make the run folder ${path}: ${reasonOf(cause)}`, {
      hint: 'set LR_TOOL_RUNS to a folder that can be written, or pass --no-save',
      cause,
    });
  }
  return runFolderAt(path, files, async () => {
    await rm(path, { recursive: true, force: true });
    // what was made above it goes too, unless another run has moved in
    for (let above = dirname(path); madeFirst !== null && above.startsWith(madeFirst); above = dirname(above)) {
      await rmdir(above).catch(() => undefined);
    }
  });
}

/** A run folder that is there already, and stays. */
export const openRunFolder = (path: string, files: Files = systemFiles): RunFolder =>
  runFolderAt(path, files, async () => undefined);

function runFolderAt(path: string, files: Files, discard: RunFolder['discard']): RunFolder {
  return {
    path,
    async write(file, content) {
      try {
        const target = join(path, file);
        if (dirname(target) !== path) await makeOwnFolder(dirname(target), files);
        await atomicWrite(target, content, files);
      } catch (error) {
        await rmdir(path).catch(() => undefined); // refused where it holds what was written before: that stays
        throw error;
      }
    },
    names: (folder) =>
      files.readdir(join(path, folder)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return [];
        throw failed(`look into ${join(path, folder)}`, cause);
      }),
    remove: (file) =>
      files.unlink(join(path, file)).catch((cause: unknown) => {
        throw failed(`remove ${join(path, file)}`, cause);
      }),
    discard,
  };
}

const failed = (what: string, cause: unknown) =>
  machineError('RUN_FOLDER', `could not ${what}: ${reasonOf(cause)}`, {
    hint: 'see that the folder of the run can be read and written',
    cause,
  });

/** A folder of the run's own, whose name outlives a power cut; where it cannot be made, the write says what is wrong. */
async function makeOwnFolder(path: string, files: Files): Promise<void> {
  const made = await files.mkdir(path).then(
    () => true,
    () => false,
  );
  if (!made) return requireNoLink(path);
  await syncFolder(dirname(path), files).catch((cause: unknown) => {
    throw failed(`keep ${path}`, cause);
  });
}

/** A run folder that somebody sent may hold links; what it is given stays inside. */
async function requireNoLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null); // whatever is wrong with it, the write says
  if (!found?.isSymbolicLink()) return;
  throw userError('RUN_LINK', `${path} is a link: a run is written inside of its own folder only`, {
    hint: 'put a folder there instead of the link',
  });
}

/** Reports under a folder of runs, oldest first. The names begin with the time, so their order is that of the runs. */
export async function reportsUnder(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw machineError('READ_FAILED', `could not look into ${root}: ${reasonOf(cause)}`, { cause });
  });
  return entries
    .filter((entry) => basename(entry) === reportFile && dirname(dirname(entry)) === '.')
    .sort()
    .map((entry) => join(root, entry));
}
