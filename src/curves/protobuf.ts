/** A field of a protobuf message as it is written; what it means depends on the message. */
export interface Field {
  readonly field: number;
  /** Of a whole number. */
  readonly varint: bigint | null;
  /** Of a float (4 bytes) or a double (8 bytes). */
  readonly fixed: Uint8Array | null;
  /** Of text, bytes, a message, or packed numbers. */
  readonly bytes: Uint8Array | null;
}

/** The fields of a message; null where the bytes are none. https://protobuf.dev/programming-guides/encoding/ */
export function fieldsOf(data: Uint8Array): Field[] | null {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = data[at++];
      if (byte === undefined) return null;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return null;
  };
  const take = (length: number): Uint8Array | null => {
    if (length > data.length - at) return null;
    at += length;
    return data.subarray(at - length, at);
  };
  while (at < data.length) {
    const tag = varint();
    if (tag === null) return null;
    const empty = { field: Number(tag >> 3n), varint: null, fixed: null, bytes: null };
    const field = read(Number(tag & 7n), empty, varint, take);
    if (field === null) return null;
    found.push(field);
  }
  return found;
}

function read(
  wire: number,
  empty: Field,
  varint: () => bigint | null,
  take: (length: number) => Uint8Array | null,
): Field | null {
  if (wire === 0) {
    const value = varint();
    return value === null ? null : { ...empty, varint: value };
  }
  if (wire === 2) {
    const length = varint();
    const bytes = length === null ? null : take(Number(length));
    return bytes === null ? null : { ...empty, bytes };
  }
  const fixed = wire === 1 ? take(8) : wire === 5 ? take(4) : null; // groups are of no message that is read here
  return fixed === null ? null : { ...empty, fixed };
}

/** A field as a whole number, of 64 bits with a sign; 0 where it is left out, as protobuf has it. */
export const numberIn = (field: Field | undefined): number => Number(BigInt.asIntN(64, field?.varint ?? 0n));
