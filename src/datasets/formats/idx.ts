import { userError } from '../../base/errors.js';
import { checkExpansion, checkMemory } from '../limits.js';
import { sizeOf } from '../shape.js';
import { type DataFile, openFile, readChunks } from './file.js';

/** An IDX file of unsigned bytes whose header fits its size. Its content has not been read. */
export interface IdxFile {
  readonly file: DataFile;
  /** All axes, the first of which counts the examples. */
  readonly shape: readonly number[];
}

const typeNames: Readonly<Record<number, string>> = {
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/**
 * Reads the header of an IDX file, gzip or not: 0, 0, type, axes, then the length of each axis (u32, big-endian).
 * The size it claims is checked against the file before anything is allocated. Source: http://yann.lecun.com/exdb/mnist/
 *
 * @param axes numbers of axes that make sense here
 */
export async function openIdx(path: string, axes: readonly number[]): Promise<IdxFile> {
  const file = await openFile(path);
  const head = await firstBytes(file, 4);
  if (head.length < 4 || head[0] !== 0 || head[1] !== 0) {
    throw invalid(path, `its first bytes are ${head.toString('hex') || 'missing'}, an IDX file begins 0000`);
  }
  const [, , type, rank] = head as unknown as [number, number, number, number];
  if (type !== 0x08) {
    const name = typeNames[type] ?? `unknown type 0x${type.toString(16).padStart(2, '0')}`;
    throw invalid(path, `byte 2 says ${name}; only unsigned bytes (0x08) are read`);
  }
  if (!axes.includes(rank)) throw invalid(path, `it has ${rank} axes instead of ${axes.join(' or ')}`);
  const header = await firstBytes(file, 4 + 4 * rank);
  if (header.length < 4 + 4 * rank) throw invalid(path, `its header is cut off at byte ${header.length}`);
  const shape = Array.from({ length: rank }, (_, axis) => header.readUInt32BE(4 + 4 * axis));
  checkSize(file, shape);
  return { file, shape };
}

/** Reads the content into `into`, which must be as long as the shape says. */
export async function readIdx({ file, shape }: IdxFile, into: Uint8Array): Promise<void> {
  let skip = headerSize(shape);
  let filled = 0;
  for await (const chunk of readChunks(file)) {
    const content = chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
    if (filled + content.length > into.length) throw wrongSize(file.path, shape, 'more');
    into.set(content, filled);
    filled += content.length;
  }
  if (filled < into.length) throw wrongSize(file.path, shape, `${filled}`);
}

const headerSize = (shape: readonly number[]) => 4 + 4 * shape.length;

async function firstBytes(file: DataFile, count: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of readChunks(file)) {
    bytes = Buffer.concat([bytes, chunk.subarray(0, count - bytes.length)]);
    if (bytes.length >= count) break;
  }
  return bytes;
}

function checkSize(file: DataFile, shape: readonly number[]): void {
  const bytes = sizeOf(shape);
  if (!file.gzip && file.size !== headerSize(shape) + bytes) {
    throw wrongSize(file.path, shape, `${file.size - headerSize(shape)}`);
  }
  if (file.gzip) checkExpansion(bytes, file.size, file.path);
  checkMemory(bytes, file.path);
}

function wrongSize(path: string, shape: readonly number[], found: string) {
  return invalid(path, `its header says ${shape.join(' x ')} = ${sizeOf(shape)} bytes of data, but it has ${found}`);
}

const invalid = (path: string, reason: string) =>
  userError('DATA_INVALID', `${path} is not a valid IDX file: ${reason}`, {
    hint: 'get the file again, or check that images and labels are not swapped',
  });
