import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { machineError, reasonOf } from '../base/errors.js';

/*
 * Folders named `.building-<host>-<pid>-<id>` hold what is being built, `.old-<host>-<pid>-<id>` what was replaced.
 * Nothing reads them by name, so two setups never meet; what a killed one has left is swept by the next.
 */
const kinds = ['building', 'old'] as const;
const oldestMs = 24 * 3600 * 1000;
const host = () => hostname().replace(/[^A-Za-z0-9]/g, '_');

/**
 * Makes an empty folder of this process's own.
 *
 * @throws machineError CACHE_NOT_WRITABLE
 */
export async function makeStaging(engines: string, pid: number): Promise<string> {
  const folder = join(engines, `.building-${host()}-${pid}-${randomUUID()}`);
  try {
    await mkdir(engines, { recursive: true });
    await mkdir(folder);
  } catch (cause) {
    throw machineError('CACHE_NOT_WRITABLE', `cannot write to the cache folder ${engines}: ${reasonOf(cause)}`, {
      hint: 'set LR_TOOL_CACHE to a folder that you can write to',
      cause,
    });
  }
  return folder;
}

/** Removes what setups have left that are no longer alive. Returns the names. */
export async function sweepStaging(engines: string, now: number): Promise<string[]> {
  const names = await readdir(engines).catch(() => []); // no folder: nothing to sweep
  const swept: string[] = [];
  for (const name of names) {
    const match = /^\.([a-z]+)-([A-Za-z0-9_]*)-(\d+)-/.exec(name);
    if (!match || !kinds.includes(match[1] as (typeof kinds)[number])) continue;
    const path = join(engines, name);
    const changed = (await stat(path).catch(() => null))?.mtimeMs ?? now;
    const forgotten = now - changed > oldestMs; // of another host, or its process number is in use again
    if (!forgotten && (match[2] !== host() || isAlive(Number(match[3])))) continue;
    await rm(path, { recursive: true, force: true });
    swept.push(name);
  }
  return swept;
}

/**
 * Puts a finished folder in its place, in one step. Another one there is replaced, unless it is newer than this work:
 * `keepTheirs` decides.
 *
 * @returns 'placed', or 'theirs' where another setup was first and its result is kept
 */
export async function placeFolder(
  built: string,
  target: string,
  pid: number,
  keepTheirs: () => Promise<boolean>,
): Promise<'placed' | 'theirs'> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(built, target);
      return 'placed';
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code ?? '') || attempt === 3) throw cause;
    }
    if (await keepTheirs()) {
      await rm(built, { recursive: true, force: true });
      return 'theirs';
    }
    await setAside(target, pid);
  }
}

/** Takes a folder away at once; a process that has it open keeps what it has open. */
export async function setAside(target: string, pid: number): Promise<void> {
  const aside = join(target, '..', `.old-${host()}-${pid}-${randomUUID()}`);
  try {
    await rename(target, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return; // another one did it
    throw machineError('CACHE_NOT_WRITABLE', `cannot remove ${target}: ${reasonOf(cause)}`, { cause });
  }
  await rm(aside, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'; // alive, and another user's
  }
}
