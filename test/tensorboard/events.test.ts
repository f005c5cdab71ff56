import { describe, expect, it } from 'vitest';
import { eventFile } from '../../src/tensorboard/events.js';
import { readRecords } from '../../src/tensorboard/records.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('event files', () => {
  it('are byte for byte what TensorFlow itself writes', () => {
    const file = eventFile([{ tag: 'loss', step: 1, value: 0.5, wallTime: 1.5 }], 1);
    const { records, stop } = readRecords(file);
    expect(stop).toBe('end');
    expect(records.map(hex)).toEqual(recorded);
  });

  it('say once for each tag that it is a scalar', () => {
    const point = { tag: 'a', step: 0, value: 1, wallTime: 0 };
    const { records } = readRecords(eventFile([point, { ...point, step: 1 }, { ...point, tag: 'b' }], 0));
    expect(records.map((record) => hex(record).includes(hex(Buffer.from('scalars'))))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('keep NaN and Infinity, and steps beyond 2^31', () => {
    const points = [Number.NaN, Infinity].map((value) => ({ tag: 'a', step: 2 ** 40, value, wallTime: 0 }));
    const [, first, second] = readRecords(eventFile(points, 0)).records.map(hex);
    expect(first).toContain('0000c07f');
    expect(second).toContain('0000807f');
    expect(first).toContain('108080808080' + '20');
  });
});

/** `Event(...).SerializeToString()` of the protobuf classes of tensorboard 2.21 for the same contents. */
const recorded: string[] = [
  '09000000000000f03f1a0d627261696e2e4576656e743a32',
  '09000000000000f83f10012a1a0a180a046c6f7373150000003f4a0b0a090a077363616c617273',
];
