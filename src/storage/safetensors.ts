import { littleEndian } from './little-endian.js';

/** A tensor of float32, its numbers row-major. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The format's own alignment of the data. */
const alignment = 8;

/**
 * A file of tensors that Python and JavaScript read without running code: 8 bytes with the length of the header
 * (little-endian), the header as JSON padded with spaces, then the numbers of all tensors, little-endian float32.
 * https://huggingface.co/docs/safetensors
 *
 * @throws Error where two tensors have the same name
 */
export function safetensors(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let size = 0;
  for (const { name, shape, values } of tensors) {
    if (Object.hasOwn(header, name)) throw new Error(`two tensors are called '${name}'`);
    header[name] = { dtype: 'F32', shape, data_offsets: [size, size + values.byteLength] };
    size += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / alignment) * alignment;
  const file = new Uint8Array(8 + headerBytes + size).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  file.set(littleEndian(tensors.map(({ values }) => values)), 8 + headerBytes);
  return file;
}
