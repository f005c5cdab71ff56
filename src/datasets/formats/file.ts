import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LrToolError, reasonOf, userError } from '../../base/errors.js';
import { checkExpansion, checkMemory } from '../limits.js';

/** A file that was there when it was looked at. */
export interface DataFile {
  readonly path: string;
  /** Bytes on disk. */
  readonly size: number;
  /** It begins like a gzip file, whatever its name. */
  readonly gzip: boolean;
}

const chunkSize = 1 << 20;

/** Looks at a file without reading more than its first two bytes. */
export async function openFile(path: string): Promise<DataFile> {
  const handle = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile())
      throw userError('FILE_UNREADABLE', `${path} is not a file`, { hint: 'give the path of a file' });
    const { buffer } = await handle.read({ buffer: Buffer.alloc(2), position: 0 });
    return { path, size: stat.size, gzip: buffer[0] === 0x1f && buffer[1] === 0x8b };
  } finally {
    await handle.close();
  }
}

/**
 * The content in pieces of at most 1 MiB, decompressed if it is a gzip file.
 *
 * @throws LrToolError FILE_UNREADABLE, DATA_INVALID (damaged gzip), DATA_TOO_LARGE (decompression bomb)
 */
export async function* readChunks(file: DataFile): AsyncGenerator<Buffer> {
  const content = createReadStream(file.path, { highWaterMark: chunkSize });
  const gunzip = file.gzip ? createGunzip({ chunkSize }) : null;
  // The callback is pipeline's way to pass an error on to the last stream, where the loop below meets it.
  const stream: Readable = gunzip === null ? content : pipeline(content, gunzip, () => {});
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (gunzip !== null) checkExpansion(bytes, gunzip.bytesWritten, file.path); // written to it, of the file
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof LrToolError) throw cause;
    const ofZlib = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
    throw ofZlib ? damaged(file.path, cause) : unreadable(file.path, cause);
  }
}

/** The whole content in one array. */
export async function readWhole(file: DataFile): Promise<Uint8Array> {
  checkMemory(file.size, file.path);
  if (file.gzip) {
    const chunks: Buffer[] = [];
    for await (const chunk of readChunks(file)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  const bytes = new Uint8Array(file.size);
  let filled = 0;
  for await (const chunk of readChunks(file)) {
    bytes.set(chunk.subarray(0, file.size - filled), filled);
    filled += chunk.length;
  }
  return bytes.subarray(0, filled);
}

function unreadable(path: string, cause: unknown) {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  if (missing)
    return userError('FILE_MISSING', `${path} does not exist`, { hint: 'check the path in the config', cause });
  return userError('FILE_UNREADABLE', `${path} cannot be read: ${reasonOf(cause)}`, {
    hint: 'check its permissions',
    cause,
  });
}

function damaged(path: string, cause: unknown) {
  return userError('DATA_INVALID', `${path} is a damaged or cut off gzip file: ${reasonOf(cause)}`, {
    hint: 'get the file again',
    cause,
  });
}
