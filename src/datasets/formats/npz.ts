import { type UnzipFileInfo, unzipSync } from 'fflate';
import { crc32 } from '../../base/crc.js';
import { LrToolError, reasonOf, userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { checkExpansion, checkMemory } from '../limits.js';
import { type NpyArray, readNpy } from './npy.js';

/** The arrays of an NPZ archive (a ZIP of NPY files), read one at a time, by key. */
export interface NpzArchive {
  readonly keys: readonly string[];
  /** @throws LrToolError DATA_KEY for an unknown key, with those there are */
  readonly read: (key: string) => NpyArray;
}

const extension = '.npy';

/** Opens an NPZ archive; nothing is decompressed before `read`. The key of `x.npy` is `x`. */
export function openNpz(bytes: Uint8Array, path: string): NpzArchive {
  const names = new Set<string>();
  unzip(bytes, path, ({ name }) => {
    if (names.has(name)) throw userError('DATA_INVALID', `${path} holds ${name} twice`, { hint: 'save it again' });
    names.add(name);
    return false;
  });
  const keys = [...names].filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -extension.length));
  return {
    keys,
    read(key) {
      if (!keys.includes(key)) {
        const known = keys.length > 0 ? `${keys.join(', ')}` : 'none';
        throw userError('DATA_KEY', `${path} has no array '${key}'; its keys: ${known}`, {
          hint: didYouMean(key, keys),
        });
      }
      const member = key + extension;
      const content = unzip(bytes, path, ({ name, originalSize }) => {
        if (name !== member) return false;
        checkExpansion(originalSize, bytes.length, path);
        checkMemory(originalSize, path);
        return true;
      })[member]!;
      if (crc32(content) !== statedCrc(bytes, member)) {
        throw userError('DATA_INVALID', `${path}: ${key} is damaged: its checksum is wrong`, {
          hint: 'get the file again',
        });
      }
      return readNpy(content, `${path}: ${key}`);
    },
  };
}

function unzip(bytes: Uint8Array, path: string, filter: (member: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LrToolError) throw cause;
    throw userError('DATA_INVALID', `${path} is not a valid NPZ archive: ${reasonOf(cause)}`, {
      hint: 'write it with numpy.savez',
      cause,
    });
  }
}

/** The checksum in the archive's directory, which lies at the end of the file. fflate does not look at it. */
function statedCrc(bytes: Uint8Array, name: string): number | undefined {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entry = 'PK\x01\x02';
  for (let at = archive.lastIndexOf(entry); at >= 0; at = at === 0 ? -1 : archive.lastIndexOf(entry, at - 1)) {
    const nameAt = at + 46;
    if (nameAt > archive.length) continue;
    const nameEnd = nameAt + archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', nameAt, nameEnd) === name) return archive.readUInt32LE(at + 16);
  }
  return undefined;
}
