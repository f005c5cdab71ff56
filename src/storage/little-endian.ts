import { endianness } from 'node:os';

/** Arrays of numbers that files hold. */
export type Numbers = Uint8Array | Float32Array | Float64Array;

/** The numbers of several arrays, one after another, in the byte order of the file formats. */
export function littleEndian(arrays: readonly Numbers[]): Uint8Array {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: size } of arrays) {
    const part = bytes.subarray(at, at + byteLength);
    part.set(new Uint8Array(buffer, byteOffset, byteLength));
    inFileOrder(part, size);
    at += byteLength;
  }
  return bytes;
}

/** Turns elements of so many bytes between the machine's byte order and that of the files, in place. */
export function inFileOrder(bytes: Uint8Array, size: number): void {
  if (endianness() === 'LE') return;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
