import { mkdir, open, readdir, rename, statfs, unlink } from 'node:fs/promises';

/** A file that was opened. */
export interface OpenFile {
  /** Appends bytes; resolves to how many of them were taken, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  /** Fills the array from a place of the file on; resolves to how many bytes came, 0 at its end. */
  read(into: Uint8Array, from: number): Promise<number>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What keeping files asks of the system. Every one of these may fail; tests pass some that do. */
export interface Files {
  /** wx: a new file, to be written; r: a file or a folder. */
  open(path: string, how: 'wx' | 'r'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  /** Bytes that can still be written into a folder. */
  freeBytes(folder: string): Promise<number>;
}

export const systemFiles: Files = {
  async open(path, how) {
    const file = await open(path, how);
    return {
      write: async (bytes) => (await file.write(bytes)).bytesWritten,
      read: async (into, from) => (await file.read(into, 0, into.length, from)).bytesRead,
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  rename,
  unlink,
  mkdir,
  readdir: (path) => readdir(path),
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};
