import { crc32c } from '../base/crc.js';

/** Bytes around the data of a record: its length (u64), the checksum of the length, and behind it that of the data. */
const headBytes = 12;
const tailBytes = 4;

/** Rotated and offset, so that data that holds checksums itself keeps telling ones. */
function maskedChecksum(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * The data as a record of a TFRecord or event file: length (u64), masked CRC-32C of the length, data, masked CRC-32C of
 * the data; numbers little-endian. Source: tensorflow/core/lib/io/record_writer.cc.
 */
export function recordOf(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(headBytes + data.length + tailBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, headBytes);
  view.setUint32(headBytes + data.length, maskedChecksum(data), true);
  return record;
}

/** Where reading records ended: at the end of the bytes, within a record (a file still being written), or at damage. */
export interface RecordsRead {
  readonly records: readonly Uint8Array[];
  /** Bytes up to the end of the last whole record. */
  readonly end: number;
  readonly stop: 'end' | 'torn' | 'damaged';
}

/** The data of all records up to the first that is not whole or fails its checksum. */
export function readRecords(bytes: Uint8Array): RecordsRead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + headBytes > bytes.length) return { records, end: at, stop: 'torn' };
    if (view.getUint32(at + 8, true) !== maskedChecksum(bytes.subarray(at, at + 8))) {
      return { records, end: at, stop: 'damaged' };
    }
    const length = view.getBigUint64(at, true);
    if (length > BigInt(bytes.length - at - headBytes - tailBytes)) return { records, end: at, stop: 'torn' };
    const dataEnd = at + headBytes + Number(length);
    const data = bytes.subarray(at + headBytes, dataEnd);
    if (view.getUint32(dataEnd, true) !== maskedChecksum(data)) return { records, end: at, stop: 'damaged' };
    records.push(data);
    at = dataEnd + tailBytes;
  }
  return { records, end: at, stop: 'end' };
}
