/** Fields of a protobuf message, already encoded. https://protobuf.dev/programming-guides/encoding/ */
export type Message = readonly Uint8Array[];

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const utf8 = new TextEncoder();

/** A whole number as base-128 groups, lowest first; negative ones as 64-bit two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const groups: number[] = [];
  do {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    groups.push(rest > 0n ? group | 0x80 : group);
  } while (rest > 0n);
  return Uint8Array.from(groups);
}

const tag = (field: number, type: number) => varint(field * 8 + type);

export const int = (field: number, value: number): Message => [tag(field, wire.varint), varint(value)];
export const bool = (field: number, value: boolean): Message => int(field, value ? 1 : 0);
export const float = (field: number, value: number): Message => [
  tag(field, wire.fixed32),
  new Uint8Array(Float32Array.of(value).buffer), // little-endian, like every machine TensorFlow has a library for
];
export const double = (field: number, value: number): Message => [
  tag(field, wire.fixed64),
  new Uint8Array(Float64Array.of(value).buffer),
];
export const bytes = (field: number, value: Uint8Array): Message => [
  tag(field, wire.bytes),
  varint(value.length),
  value,
];
export const text = (field: number, value: string): Message => bytes(field, utf8.encode(value));
export const message = (field: number, ...parts: readonly Message[]): Message => bytes(field, encode(...parts));

/** The messages one after another. */
export function encode(...messages: readonly Message[]): Uint8Array {
  const parts = messages.flat();
  const encoded = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    encoded.set(part, at);
    at += part.length;
  }
  return encoded;
}
