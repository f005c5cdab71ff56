import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/base/crc.js';
import { formatOf } from '../../src/curves/formats/all.js';
import { readCurve } from '../../src/curves/read.js';

/** Written by tensorboard 2.21.0: `simple_value` as PyTorch's SummaryWriter, tensors as `tf.summary.scalar`. */
const vector = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../vectors/tensorboard/${name}`, import.meta.url)));
const values = JSON.parse(Buffer.from(vector('values.json')).toString());
const read = (bytes: Uint8Array, choice = {}) => readCurve({ where: 'events', bytes }, choice).curve;
const scalars = vector('scalars.tfevents');
const tensors = vector('tensors.tfevents');

/** A record of an event file around the bytes. */
function record(data: Uint8Array): Buffer {
  const masked = (bytes: Uint8Array) => {
    const crc = crc32c(bytes);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
    return checksum;
  };
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, masked(length), data, masked(data)]);
}

describe('event files of TensorBoard', () => {
  it.each([
    ['simple values', scalars],
    ['tensors', tensors],
  ])('are read bit for bit: %s', (_, bytes) => {
    expect(formatOf({ where: 'events', bytes }).name).toBe('tensorboard');
    expect(read(bytes)).toEqual(values);
  });

  it('take the loss of training, and another tag where it is asked for', () => {
    const { lr } = read(scalars, { lossColumn: 'val/loss' });
    expect(lr).toEqual(values.lr.filter((_: number, i: number) => i % 10 === 0)); // steps that have both
  });

  it('tell the tags where none or several fit', () => {
    expect(() => read(tensors, { lrColumn: 'lr' })).toThrow(/no column 'lr'/);
    const twice = Buffer.concat([scalars, tensors]);
    expect(() => read(twice)).toThrow(/the learning rate may be any of|the loss may be any of|'learning_rate'/);
  });

  it('leave out a last record that was not written to its end', () => {
    const curve = read(scalars.subarray(0, scalars.length - 5));
    expect(curve.lr.length).toBe(values.lr.length - 1);
    expect(curve.loss).toEqual(values.loss.slice(0, -1));
  });

  it('refuse damaged bytes, with the place', () => {
    const damaged = (at: number) => scalars.map((byte, i) => (i === at ? byte ^ 4 : byte));
    for (const at of [14, 200, 1500]) {
      expect(() => read(damaged(at))).toThrow(/events: the \w+ of record \d+ \(byte \d+\) is damaged/);
    }
    for (const at of [0, 9]) expect(() => read(damaged(at))).toThrow(); // it does not begin as an event file does
  });

  it('hold what is no event to be damaged, and what has no scalars to have no columns', () => {
    const text = new TextEncoder().encode('not a message at all');
    expect(() => read(record(text))).toThrow(/the event of record 1 \(byte 0\) is damaged/);
    expect(() => read(record(new Uint8Array()))).toThrow(/no column that is plainly the learning rate/);
  });

  it('never fail but with an error for people, whatever a record holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        expect(() => read(record(data))).toThrow(expect.objectContaining({ blame: 'user' }));
      }),
    );
  });
});
