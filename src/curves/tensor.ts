import { type Field, fieldsOf, numberIn } from './protobuf.js';

/** How numbers of a type stand in a TensorProto: in a list of their own (its field), or as bytes in `content`. */
interface NumberType {
  readonly list: number;
  readonly size: number;
  readonly read: (view: DataView) => number;
}

const content = 4;

/** By the number of the type in types.proto: float, double, int32, int64. */
const types: Readonly<Record<number, NumberType>> = {
  1: { list: 5, size: 4, read: (view) => view.getFloat32(0, true) },
  2: { list: 6, size: 8, read: (view) => view.getFloat64(0, true) },
  3: { list: 7, size: 4, read: (view) => view.getInt32(0, true) },
  9: { list: 10, size: 8, read: (view) => Number(view.getBigInt64(0, true)) },
};

/** The number of a TensorProto that holds a single one; null for other tensors, and types that no rate or loss has. */
export function scalarIn(tensor: Uint8Array): number | null {
  const fields = fieldsOf(tensor) ?? [];
  const type = types[numberIn(fields.find(({ field }) => field === 1))];
  if (type === undefined) return null;
  const whole = fields.find(({ field }) => field === content)?.bytes;
  if (whole?.length === type.size) return type.read(viewOf(whole));
  const listed = fields.filter(({ field }) => field === type.list);
  return listed.length === 1 ? listedNumber(listed[0]!, type) : null;
}

/** Lists are packed, or have a field for each number; whole numbers in them are varints. */
function listedNumber(entry: Field, { size, read }: NumberType): number | null {
  const { varint, fixed, bytes } = entry;
  if (varint !== null) return numberIn(entry);
  const only = fixed ?? bytes;
  return only?.length === size ? read(viewOf(only)) : null;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
