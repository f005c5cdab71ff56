/** Bytes of a WebAssembly module, and of its parts. */
export type Bytes = readonly number[];

/** LEB128, the variable-length integers of the format. */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** A list of items: their number, then they themselves. */
export const vector = (items: readonly Bytes[]): Bytes => [...unsigned(items.length), ...items.flat()];

const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];
const name = (text: string): Bytes => vector([...new TextEncoder().encode(text)].map((byte) => [byte]));

export const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** The instructions used here: https://webassembly.github.io/spec/core/appendix/index-instructions.html */
export const op = {
  loop: [0x03, 0x40], // of no result
  end: [0x0b],
  brIf: [0x0d],
  localGet: [0x20],
  localSet: [0x21],
  localTee: [0x22],
  i32Const: [0x41],
  i32LtU: [0x49],
  i32Add: [0x6a],
  f32Const: [0x43],
  v128Load: [0xfd, 0x00],
  v128Store: [0xfd, 0x0b],
  v128And: [0xfd, 0x4e],
  v128Or: [0xfd, 0x50],
  v128AnyTrue: [0xfd, 0x53],
  splat: [0xfd, 0x13],
  lt: [0xfd, 0x43],
  gt: [0xfd, 0x44],
  abs: [0xfd, 0xe0, 0x01],
  sqrt: [0xfd, 0xe3, 0x01],
  add: [0xfd, 0xe4, 0x01],
  sub: [0xfd, 0xe5, 0x01],
  mul: [0xfd, 0xe6, 0x01],
  div: [0xfd, 0xe7, 0x01],
  min: [0xfd, 0xe8, 0x01],
  max: [0xfd, 0xe9, 0x01],
} as const satisfies Record<string, Bytes>;

interface FunctionParts {
  readonly parameters: readonly number[];
  /** Locals after the parameters: how many of which type. */
  readonly locals: readonly { readonly count: number; readonly type: number }[];
  /** Leaves a result of type i32. */
  readonly body: Bytes;
}

/** A module with one function, exported as `run`, over a memory imported as `host.memory`. */
export function moduleOf({ parameters, locals, body }: FunctionParts): Uint8Array<ArrayBuffer> {
  const signature = [0x60, ...vector(parameters.map((type) => [type])), ...vector([[types.i32]])];
  const code = [...vector(locals.map(({ count, type }) => [...unsigned(count), type])), ...body, ...op.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([signature])),
    ...section(2, vector([[...name('host'), ...name('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...name('run'), 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(code.length), ...code]])),
  ]);
}
