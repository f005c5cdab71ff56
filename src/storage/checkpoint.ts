import { createHash } from 'node:crypto';
import { readSafetensors, type StoredTensor, safetensors } from './safetensors.js';

/** Everything a training goes on from: plain data, and the large arrays of numbers. */
export interface CheckpointContent {
  /** Kept as JSON. */
  readonly data: unknown;
  readonly tensors: readonly StoredTensor[];
}

/** Raised where a file of an older form can no longer be read. */
const format = '1';

/** The hash comes first in the header, so its digits have a place that does not depend on the rest. */
const beforeHash = '{"__metadata__":{"sha256":"';
const hashFrom = 8 + beforeHash.length;
const hashDigits = 64;
const noHash = '0'.repeat(hashDigits);

/**
 * A checkpoint as a file: the layout of safetensors, which cannot express code, with the data as JSON among its
 * metadata. `sha256` there is that of the whole file with its own 64 digits as zeros.
 */
export function encodeCheckpoint({ data, tensors }: CheckpointContent): Uint8Array {
  const metadata = { sha256: noHash, format, data: JSON.stringify(data) };
  const file = safetensors(tensors, metadata);
  file.set(new TextEncoder().encode(hashOf(file)), hashFrom);
  return file;
}

/**
 * The content again. The hash is compared before anything else is believed.
 *
 * @throws Error with what is wrong, as the end of a sentence: "it is not what was written: its hash differs"
 */
export function decodeCheckpoint(file: Uint8Array): CheckpointContent {
  const textAt = (from: number, length: number) => new TextDecoder('latin1').decode(file.subarray(from, from + length));
  if (textAt(8, beforeHash.length) !== beforeHash) throw new Error('it is no checkpoint');
  const written = textAt(hashFrom, hashDigits);
  const blank = new Uint8Array(file);
  blank.fill(0x30, hashFrom, hashFrom + hashDigits);
  if (hashOf(blank) !== written) throw new Error('it is not what was written: its hash differs');
  const { metadata, tensors } = readSafetensors(file);
  if (metadata['format'] !== format) throw new Error(`it has format ${metadata['format']}, and ${format} is read`);
  return { data: parsedData(metadata['data']), tensors };
}

function parsedData(text: string | undefined): unknown {
  if (text === undefined) throw new Error('it has no data besides its arrays');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('its data are not JSON', { cause });
  }
}

const hashOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');
