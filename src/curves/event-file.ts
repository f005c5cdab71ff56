import { crc32c } from '../base/crc.js';
import { userError } from '../base/errors.js';
import { fieldsOf, numberIn } from './protobuf.js';
import type { CurveSource } from './source.js';
import { scalarIn } from './tensor.js';

/** A value that was logged. */
export interface Scalar {
  readonly step: number;
  readonly tag: string;
  readonly value: number;
}

/** Bytes of a record besides its data: 8 of length, 4 of their checksum, 4 of that of the data. */
const head = 12;
const foot = 4;

/** TFRecord's checksum: CRC-32C, turned by 15 bits, plus a constant, so that data with checksums in it keep others. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const viewOf = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset + at);

/** The file begins with a record of an event file, by the checksum of its length. */
export const isEventFile = ({ bytes }: CurveSource): boolean =>
  bytes.length >= head && maskedCrc(bytes.subarray(0, 8)) === viewOf(bytes, 8).getUint32(0, true);

/**
 * The scalars in an event file of TensorBoard, in the order in which they were logged: those of `simple_value` (PyTorch's
 * SummaryWriter, Lightning) and those in tensors of one number (`tf.summary.scalar`, Keras). What else is logged, images
 * or graphs, is passed over. A last record that was not written to its end, as a killed job leaves it, is left out.
 *
 * Source: TFRecord, https://www.tensorflow.org/tutorials/load_data/tfrecord; event.proto, summary.proto of TensorFlow
 *
 * Error: CURVE_INVALID for a record whose checksum is not that of its bytes, or that is no event
 */
export function scalarsIn({ where, bytes }: CurveSource): Scalar[] {
  const found: Scalar[] = [];
  let at = 0;
  for (let record = 1; at + head <= bytes.length; record++) {
    const damaged = (what: string) =>
      userError('CURVE_INVALID', `${where}: ${what} of record ${record} (byte ${at}) is damaged`, {
        hint: 'copy the file again; a file that is being written can be read once it is flushed',
      });
    const view = viewOf(bytes, at);
    if (maskedCrc(bytes.subarray(at, at + 8)) !== view.getUint32(8, true)) throw damaged('the length');
    const length = Number(view.getBigUint64(0, true));
    const end = at + head + length;
    if (end + foot > bytes.length) break;
    const data = bytes.subarray(at + head, end);
    if (maskedCrc(data) !== viewOf(bytes, end).getUint32(0, true)) throw damaged('the content');
    const scalars = scalarsOf(data);
    if (scalars === null) throw damaged('the event');
    found.push(...scalars);
    at = end + foot;
  }
  return found;
}

/** Numbers of the fields of Event, Summary and Summary.Value. */
const event = { step: 2, summary: 5 } as const;
const summary = { value: 1 } as const;
const logged = { tag: 1, simple: 2, tensor: 8 } as const;

/** Null where the bytes are no event. */
function scalarsOf(data: Uint8Array): Scalar[] | null {
  const fields = fieldsOf(data);
  if (fields === null) return null;
  const step = numberIn(fields.find(({ field }) => field === event.step));
  const found: Scalar[] = [];
  for (const { field, bytes } of fields) {
    if (field !== event.summary || bytes === null) continue;
    for (const part of fieldsOf(bytes) ?? []) {
      const scalar = part.field === summary.value && part.bytes !== null ? scalarOf(part.bytes, step) : null;
      if (scalar !== null) found.push(scalar);
    }
  }
  return found;
}

function scalarOf(data: Uint8Array, step: number): Scalar | null {
  const fields = fieldsOf(data) ?? [];
  const find = (wanted: number) => fields.find(({ field }) => field === wanted);
  const tag = find(logged.tag)?.bytes;
  const simple = find(logged.simple)?.fixed;
  const tensor = find(logged.tensor)?.bytes;
  const value = simple ? viewOf(simple, 0).getFloat32(0, true) : tensor ? scalarIn(tensor) : null;
  return tag && value !== null ? { step, tag: new TextDecoder().decode(tag), value } : null;
}
