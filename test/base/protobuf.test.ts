import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bool, bytes, encode, float, int, message, text } from '../../src/base/protobuf.js';

const hex = (values: Uint8Array) => Buffer.from(values).toString('hex');

it('encodes the examples of the specification', () => {
  expect(hex(encode(int(1, 150)))).toBe('089601');
  expect(hex(encode(text(2, 'testing')))).toBe('120774657374696e67');
  expect(hex(encode(message(3, int(1, 150))))).toBe('1a03089601');
  expect(hex(encode(int(3, -1)))).toBe('18ffffffffffffffffff01');
});

it('encodes the other kinds of fields', () => {
  expect(hex(encode(float(4, 1)))).toBe('250000803f');
  expect(hex(encode(bool(5, true), bool(5, false)))).toBe('28012800');
  expect(hex(encode(bytes(8, Uint8Array.of(1, 2))))).toBe('42020102');
  expect(hex(encode())).toBe('');
});

it('writes every whole number so that it can be read again', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const groups = [...encode(int(1, value))].slice(1);
      const read = groups.reduce((sum, group, i) => sum | (BigInt(group & 0x7f) << BigInt(7 * i)), 0n);
      expect(Number(BigInt.asIntN(64, read))).toBe(value);
    }),
  );
});
