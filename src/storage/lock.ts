import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { machineError, reasonOf } from '../base/errors.js';

/** What is known of the processes of this machine. */
export interface Processes {
  readonly host: string;
  /** Of this process. */
  readonly pid: number;
  /** When a process started, in whatever unit: tells it from a later one of the same number. Null where there is none. */
  startOf(pid: number): string | null;
}

/** Whose a lock is, as its file says. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

export interface Lock {
  release(): Promise<void>;
}

const lockName = /^lock-(\d{1,9})$/;

/** A lock file of no content is being written; older, its owner was killed in between. */
const writtenWithinMs = 2000;

/**
 * Takes a folder for this process alone. The lock is a file `lock-N` made exclusively, with its owner in it; that of an
 * owner who is gone is passed over by making N + 1, which one process alone can do, and never by removing N first, which
 * could hit the lock of a quicker one. An owner on another machine counts as alive: nobody here can tell.
 *
 * @throws machineError RUN_LOCKED naming the owner; WRITE_FAILED
 */
export async function lockFolder(folder: string, processes: Processes): Promise<Lock> {
  const found = await locksIn(folder);
  for (const path of found) await requireGone(path, folder, processes);
  const next = 1 + Math.max(0, ...found.map(numberOf));
  const own = join(folder, `lock-${next}`);
  const { host, pid } = processes;
  const owner: Owner = { host, pid, start: processes.startOf(pid) ?? '' };
  try {
    await writeFile(own, `${JSON.stringify(owner)}\n`, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw locked(folder, 'another process, just now', own);
    throw machineError('WRITE_FAILED', `could not write ${own}: ${reasonOf(cause)}`, { cause });
  }
  // where it cannot be removed, or went with its folder, it holds nobody up: its owner ends
  const release = () => unlink(own).catch(() => undefined);
  try {
    // whoever came between the look and the making is seen now, and sees this lock too: at most one goes on
    for (const path of await locksIn(folder)) {
      if (path === own) continue;
      await requireGone(path, folder, processes);
      await unlink(path).catch(ignoreMissing);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

const numberOf = (path: string) => Number(path.slice(path.lastIndexOf('-') + 1));

const locksIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => lockName.test(name)).map((name) => join(folder, name));

async function requireGone(path: string, folder: string, processes: Processes): Promise<void> {
  const owner = await ownerOf(path);
  if (owner === null) return;
  const { host, pid, start } = owner;
  if (host !== processes.host) throw locked(folder, `process ${pid} on ${host}`, path);
  if (processes.startOf(pid) === start) throw locked(folder, `process ${pid}`, path);
}

/** Null where the lock is gone, or was never finished. */
async function ownerOf(path: string): Promise<Owner | null> {
  for (;;) {
    try {
      const text = await readFile(path, 'utf8');
      if (text.endsWith('\n')) return JSON.parse(text);
      if (Date.now() - (await stat(path)).mtimeMs > writtenWithinMs) return null;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      ignoreMissing(error);
      return null;
    }
    await setTimeout(20);
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

const locked = (folder: string, owner: string, path: string) =>
  machineError('RUN_LOCKED', `${folder} is in use by ${owner}`, {
    hint: `wait until it ends; if that process is no training, delete ${path}`,
  });
