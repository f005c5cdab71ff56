import { inflateRawSync } from 'node:zlib';
import { crc32 } from '../../base/crc.js';
import { reasonOf } from '../../base/errors.js';

/** A file in an archive, as its directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes that it claims to have when it is decompressed. */
  readonly size: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly stored: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const signatures = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, entry: 0x02014b50, file: 0x04034b50 };
const longestComment = 0xffff;
/** Stands for a number that is in the ZIP64 part. */
const [elsewhere16, elsewhere32] = [0xffff, 0xffffffff];

/**
 * The directory of a ZIP archive, which stands at its end. Nothing is decompressed.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (6.3.10, sections 4.3.7 to 4.5.3)
 *
 * @throws Error with what is wrong, as the end of a sentence
 */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = endOf(archive);
  let count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count === elsewhere16 || at === elsewhere32) {
    const locator = end - 20;
    requireSignature(archive, locator, 20, signatures.locator64);
    const end64 = u64(archive, locator + 8);
    requireSignature(archive, end64, 56, signatures.end64);
    count = u64(archive, end64 + 32);
    at = u64(archive, end64 + 48);
  }
  const entries: ZipEntry[] = [];
  while (entries.length < count) {
    requireSignature(archive, at, 46, signatures.entry);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    const extraAt = at + 46 + nameBytes!;
    const next = extraAt + extraBytes! + commentBytes!;
    if (next > archive.length) throw new Error('its directory is cut off');
    if ((archive.readUInt16LE(at + 8) & 1) === 1) throw new Error('it is encrypted');
    const wide = wideNumbers(archive.subarray(extraAt, extraAt + extraBytes!));
    const number = (place: number) => {
      const value = archive.readUInt32LE(at + place);
      return value === elsewhere32 ? (wide.shift() ?? value) : value;
    };
    const [size, stored, offset] = [number(24), number(20), number(42)]; // the order of the ZIP64 part
    entries.push({
      name: archive.toString('utf8', at + 46, extraAt),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      size: size!,
      stored: stored!,
      offset: offset!,
    });
    at = next;
  }
  return entries;
}

/**
 * The content of an entry, of the size that it claims: what grows beyond is given up at once.
 *
 * @throws Error with what is wrong, as a sentence without its subject
 */
export function unzipped(archive: Buffer, { offset, stored, method, size, crc }: ZipEntry): Buffer {
  if (!isAt(archive, offset, 30, signatures.file)) throw new Error('is damaged: its header is not where it should be');
  const from = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (from + stored > archive.length) throw new Error('is cut off');
  const content = decompressed(archive.subarray(from, from + stored), method, size);
  if (content.length !== size) throw new Error(`has ${content.length} bytes instead of the ${size} that it claims`);
  if (crc32(content) !== crc) throw new Error('is damaged: its checksum is wrong');
  return content;
}

function decompressed(bytes: Buffer, method: number, size: number): Buffer {
  if (method === 0) return bytes;
  if (method !== 8) throw new Error(`is compressed by method ${method}; 0 (none) and 8 (deflate) are read`);
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    if (cause instanceof RangeError) throw new Error(`has more than the ${size} bytes that it claims`, { cause });
    throw new Error(`is damaged: ${reasonOf(cause)}`, { cause });
  }
}

function endOf(archive: Buffer): number {
  const last = archive.length - 22;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (archive.readUInt32LE(at) === signatures.end) return at;
  }
  throw new Error('its directory is missing');
}

function requireSignature(archive: Buffer, at: number, bytes: number, signature: number): void {
  if (!isAt(archive, at, bytes, signature)) throw new Error('its directory is damaged');
}

const isAt = (archive: Buffer, at: number, bytes: number, signature: number) =>
  at >= 0 && at + bytes <= archive.length && archive.readUInt32LE(at) === signature;

/** The numbers of 64 bits in the extra fields of an entry. */
function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, bytes] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const field = extra.subarray(at + 4, at + 4 + bytes);
    if (id === 1) return Array.from({ length: Math.floor(field.length / 8) }, (_, i) => u64(field, 8 * i));
    at += 4 + bytes;
  }
  return [];
}

/** Beyond 2^53 it is not exact, and beyond every archive. */
const u64 = (bytes: Buffer, at: number) => Number(bytes.readBigUInt64LE(at));
