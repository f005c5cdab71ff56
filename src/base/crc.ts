/** Remainders of each byte by a CRC-32 polynomial, bits reflected. */
const remaindersBy = (polynomial: number) =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    return remainder;
  });

function checksumBy(polynomial: number): (bytes: Uint8Array) => number {
  const table = remaindersBy(polynomial);
  return (bytes) => {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

/**
 * CRC-32 of gzip and ZIP as in RFC 1952, section 8: crc32('123456789') = 0xcbf43926. zlib.crc32 would do, but Node 20.0
 * lacks it.
 */
export const crc32 = checksumBy(0xedb88320);

/** CRC-32C (Castagnoli) as in RFC 3720, section 12.1: crc32c('123456789') = 0xe3069283. */
export const crc32c = checksumBy(0x82f63b78);
