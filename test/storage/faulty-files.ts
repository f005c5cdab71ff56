import { type Files, systemFiles } from '../../src/storage/files.js';

export interface FaultyFiles extends Files {
  /** What was asked, in order: "open", "write", "sync", ... */
  readonly calls: readonly string[];
  /** Those of them that raised an error. */
  readonly failed: readonly string[];
}

/** An error as Node raises it. */
export function systemError(code: string, call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected, ${call}`), { code });
}

/**
 * The files of the system, of whose calls those that `fails` tells do not work.
 *
 * @param fails is told the number of a call, from 0, and its name; a code makes it fail so; `short`: a write takes one byte
 * only and says so; `lost`: it takes one byte and claims all; null: it works
 */
export function faultyFiles(fails: (call: number, name: string) => string | null): FaultyFiles {
  const calls: string[] = [];
  const failed: string[] = [];
  const next = (name: string): string | null => {
    calls.push(name);
    const fault = fails(calls.length - 1, name);
    if (fault === null || fault === 'short' || fault === 'lost') return fault;
    failed.push(name);
    throw systemError(fault, name);
  };
  return {
    calls,
    failed,
    async open(path, how) {
      next('open');
      const file = await systemFiles.open(path, how);
      return {
        async write(bytes) {
          const fault = next('write');
          const taken = await file.write(fault === null ? bytes : bytes.subarray(0, 1));
          return fault === 'lost' ? bytes.length : taken;
        },
        async read(into, from) {
          next('read');
          return file.read(into, from);
        },
        async sync() {
          next('sync');
          await file.sync();
        },
        async close() {
          await file.close(); // as the system does: it is closed whatever close says
          next('close');
        },
      };
    },
    async rename(from, to) {
      next('rename');
      await systemFiles.rename(from, to);
    },
    async unlink(path) {
      next('unlink');
      await systemFiles.unlink(path);
    },
    async mkdir(path) {
      next('mkdir');
      await systemFiles.mkdir(path);
    },
    async readdir(path) {
      next('readdir');
      return systemFiles.readdir(path);
    },
    async freeBytes(folder) {
      next('freeBytes');
      return systemFiles.freeBytes(folder);
    },
  };
}
