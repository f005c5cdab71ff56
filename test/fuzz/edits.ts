import fc from 'fast-check';

/** Something done to a file; `corpus` is what the reader's valid files are. */
interface EditSpec<P> {
  readonly params: fc.Arbitrary<P>;
  readonly apply: (bytes: Buffer, params: P, corpus: readonly Uint8Array[]) => Buffer;
}

const define = <P>(spec: EditSpec<P>): EditSpec<P> => spec;

/** Where in a file, as a share of its length: it means the same after other edits, and shrinks towards the beginning. */
const at = fc.nat(2 ** 20 - 1);
const placeOf = (share: number, length: number) => Math.floor((share / 2 ** 20) * length);
const few = fc.nat(64);

/** What readers have stumbled over, everywhere. */
const words = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '"',
    "'",
    ',',
    ':',
    ';',
    '\\',
    '/',
    '#',
    '&a',
    '*a',
    '- ',
    '? ',
    '|',
    '=',
    '^',
    '.',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\u001b[2J',
    '\u009b',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\u2028',
    'ä',
    '👩‍👩‍👧',
  ],
  ...['NaN', 'Infinity', '-Infinity', 'null', 'true', 'None', '""', '{}', '[]', 'x', '__proto__', 'constructor'],
  ...['0x10', '1e', '%', '2ep', '10%', '!!js/function', '<<: *a', '../', 'PK\u0001\u0002', '\x93NUMPY'],
];
const numbers = [
  ...[
    '0',
    '-0',
    '-1',
    '1',
    '2',
    '255',
    '256',
    '65535',
    '65536',
    '2147483647',
    '2147483648',
    '4294967295',
    '4294967296',
  ],
  ...['9007199254740992', '18446744073709551616', '99999999999999999999', '1e308', '1e309', '-1e309', '1e-400', '0.1'],
];
const integers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const values = [null, true, 0, -1, 1e308, 1e-320, 4294967296, '', 'x', '\u001b]0;x\u0007', [], {}, [[]], [null]];

const spliced = (bytes: Buffer, from: number, to: number, insert: Uint8Array) =>
  Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(to)]);

/** Every way in which a valid file is made strange. To add one: a line here. */
const edits = {
  flip: define({
    params: fc.record({ at, bit: fc.nat(7) }),
    apply: (bytes, { at, bit }) => {
      const place = placeOf(at, bytes.length);
      return spliced(bytes, place, place + 1, Buffer.of((bytes[place] ?? 0) ^ (1 << bit)));
    },
  }),
  byte: define({
    params: fc.record({ at, value: fc.nat(255) }),
    apply: (bytes, { at, value }) => {
      const place = placeOf(at, bytes.length);
      return spliced(bytes, place, place + 1, Buffer.of(value));
    },
  }),
  integer: define({
    params: fc.record({ at, value: fc.constantFrom(...integers), size: fc.constantFrom(2, 4, 8), big: fc.boolean() }),
    apply: (bytes, { at, value, size, big }) => {
      const place = placeOf(at, bytes.length);
      const written = Buffer.alloc(8);
      written.writeBigUInt64LE(BigInt(value));
      const word = written.subarray(0, size);
      return spliced(bytes, place, place + size, big ? word.reverse() : word);
    },
  }),
  cut: define({ params: fc.record({ at }), apply: (bytes, { at }) => bytes.subarray(0, placeOf(at, bytes.length)) }),
  drop: define({
    params: fc.record({ at, count: few }),
    apply: (bytes, { at, count }) => {
      const place = placeOf(at, bytes.length);
      return spliced(bytes, place, place + count, Buffer.alloc(0));
    },
  }),
  repeat: define({
    params: fc.record({ at, count: few, times: fc.constantFrom(1, 2, 10, 300) }),
    apply: (bytes, { at, count, times }) => {
      const place = placeOf(at, bytes.length);
      const part = bytes.subarray(place, place + count);
      return spliced(bytes, place, place, Buffer.concat(Array.from({ length: times }, () => part)));
    },
  }),
  splice: define({
    params: fc.record({ at, from: at, count: fc.nat(500), other: fc.nat(1000) }),
    apply: (bytes, { at, from, count, other }, corpus) => {
      const source = corpus[other % corpus.length]!;
      const place = placeOf(at, bytes.length);
      const begin = placeOf(from, source.length);
      return spliced(bytes, place, place, source.subarray(begin, begin + count));
    },
  }),
  word: define({
    params: fc.record({ at, word: fc.constantFrom(...words) }),
    apply: (bytes, { at, word }) => {
      const place = placeOf(at, bytes.length);
      return spliced(bytes, place, place, Buffer.from(word));
    },
  }),
  number: define({
    params: fc.record({ at, number: fc.oneof(fc.constantFrom(...numbers), fc.double().map(String)) }),
    apply: (bytes, { at, number }) => {
      const text = bytes.toString('latin1');
      const found = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)];
      const one = found[placeOf(at, found.length)];
      return one === undefined ? bytes : spliced(bytes, one.index, one.index + one[0].length, Buffer.from(number));
    },
  }),
  nest: define({
    params: fc.record({
      at,
      depth: fc.constantFrom(3, 63, 65, 3000),
      pair: fc.constantFrom('[]', '{}', '()', '{"a":}', '- '),
    }),
    apply: (bytes, { at, depth, pair }) => {
      const place = placeOf(at, bytes.length);
      const close = pair.at(-1)!;
      const open = pair.slice(0, -1);
      return spliced(bytes, place, place, Buffer.from(`${open.repeat(depth)}1${close.repeat(depth)}`));
    },
  }),
  leaf: define({
    params: fc.record({
      at,
      value: fc.oneof(fc.constantFrom(...values), fc.double(), fc.string()),
      remove: fc.boolean(),
    }),
    apply: (bytes, { at, value, remove }) => {
      try {
        const whole: unknown = JSON.parse(bytes.toString());
        const leaves = leavesOf(whole);
        const leaf = leaves[placeOf(at, leaves.length)];
        if (leaf === undefined) return bytes;
        if (remove) delete leaf.holder[leaf.key];
        else leaf.holder[leaf.key] = value;
        return Buffer.from(JSON.stringify(whole));
      } catch (error) {
        if (error instanceof SyntaxError || error instanceof RangeError) return bytes; // no JSON, or no longer
        throw error;
      }
    },
  }),
};

type EditName = keyof typeof edits;

/** An edit, as a counterexample prints it. */
export interface Edit {
  readonly kind: EditName;
  readonly params: unknown;
}

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  ...(Object.keys(edits) as EditName[]).map((kind) =>
    (edits[kind].params as fc.Arbitrary<unknown>).map((params) => ({ kind, params })),
  ),
);

/** The file after the edits, one after another. */
export const edited = (file: Uint8Array, list: readonly Edit[], corpus: readonly Uint8Array[]): Buffer =>
  list.reduce<Buffer>(
    (bytes, { kind, params }) => (edits[kind] as EditSpec<unknown>).apply(bytes, params, corpus),
    Buffer.from(file),
  );

interface Leaf {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every value inside of a JSON value, containers too, with what holds it. */
function leavesOf(value: unknown): Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...leavesOf(holder[key])]);
}
