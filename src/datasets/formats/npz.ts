import { LrToolError, reasonOf, userError } from '../../base/errors.js';
import { didYouMean, listed } from '../../base/names.js';
import { shownText } from '../../base/shown.js';
import { checkExpansion, checkMemory } from '../limits.js';
import { type NpyArray, readNpy } from './npy.js';
import { unzipped, zipEntries } from './zip.js';

/** The arrays of an NPZ archive (a ZIP of NPY files), read one at a time, by key. */
export interface NpzArchive {
  readonly keys: readonly string[];
  /** @throws LrToolError DATA_KEY for an unknown key, with those there are */
  readonly read: (key: string) => NpyArray;
}

const extension = '.npy';

/** Opens an NPZ archive; nothing is decompressed before `read`. The key of `x.npy` is `x`. */
export function openNpz(bytes: Uint8Array, path: string): NpzArchive {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = explained(`${path} is not a valid NPZ archive:`, () => zipEntries(archive));
  const members = new Map(entries.map((entry) => [entry.name, entry]));
  if (members.size < entries.length) {
    const twice = entries.find((entry) => members.get(entry.name) !== entry)!;
    throw userError('DATA_INVALID', `${path} holds ${shownText(twice.name)} twice`, { hint: 'save it again' });
  }
  const keys = [...members.keys()]
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length));
  return {
    keys,
    read(key) {
      const entry = members.get(key + extension);
      if (entry === undefined) {
        const known = keys.map(shownText);
        const list = known.length > 0 ? listed(known) : 'none';
        throw userError('DATA_KEY', `${path} has no array '${shownText(key)}'; its keys: ${list}`, {
          hint: didYouMean(key, known),
        });
      }
      checkExpansion(entry.size, bytes.length, path);
      checkMemory(entry.size, path);
      const place = `${path}: ${shownText(key)}`;
      return readNpy(
        explained(place, () => unzipped(archive, entry)),
        place,
      );
    },
  };
}

function explained<T>(subject: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof LrToolError) throw cause;
    throw userError('DATA_INVALID', `${subject} ${reasonOf(cause)}`, {
      hint: 'get the file again, or write it with numpy.savez',
      cause,
    });
  }
}
