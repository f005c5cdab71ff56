import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/base/crc.js';
import { readRecords, recordOf } from '../../src/tensorboard/records.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('records', () => {
  it('carry CRC-32C', () => {
    expect(crc32c(bytesOf('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa); // RFC 3720, B.4
  });

  it('are read as they were written', () => {
    const parts = ['', 'a', 'some more'].map(bytesOf);
    const file = joined(...parts.map(recordOf));
    expect(readRecords(file)).toEqual({ records: parts, end: file.length, stop: 'end' });
  });

  it('are read up to the one that is cut off', () => {
    const first = recordOf(bytesOf('first'));
    const file = joined(first, recordOf(bytesOf('second')));
    for (let length = first.length + 1; length < file.length; length++) {
      const read = readRecords(file.subarray(0, length));
      expect(read).toEqual({ records: [bytesOf('first')], end: first.length, stop: 'torn' });
    }
  });

  it('are read up to the one that is damaged, at every bit', () => {
    const first = recordOf(bytesOf('first'));
    const file = joined(first, recordOf(bytesOf('second')));
    for (let bit = first.length * 8; bit < file.length * 8; bit++) {
      const damaged = Uint8Array.from(file);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(readRecords(damaged)).toEqual({ records: [bytesOf('first')], end: first.length, stop: 'damaged' });
    }
  });
});
