import { inFileOrder, littleEndian, type Numbers } from './little-endian.js';

/** A tensor, its numbers row-major. */
export interface StoredTensor<V extends Numbers = Numbers> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: V;
}

/** The format's names of the kinds of numbers that are written here. */
const dtypes = { U8: Uint8Array, F32: Float32Array, F64: Float64Array } as const;
type Dtype = keyof typeof dtypes;
const dtypeOf = (values: Numbers) => (Object.keys(dtypes) as Dtype[]).find((name) => values instanceof dtypes[name])!;

/** The format's own alignment of the data. */
const alignment = 8;

/**
 * A file of tensors that Python and JavaScript read without running code: 8 bytes with the length of the header
 * (little-endian), the header as JSON padded with spaces, then the numbers of all tensors, little-endian.
 * https://huggingface.co/docs/safetensors
 *
 * @throws Error where two tensors have the same name
 */
export function safetensors(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let size = 0;
  for (const { name, shape, values } of tensors) {
    if (Object.hasOwn(header, name)) throw new Error(`two tensors are called '${name}'`);
    header[name] = { dtype: dtypeOf(values), shape, data_offsets: [size, size + values.byteLength] };
    size += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / alignment) * alignment;
  const file = new Uint8Array(8 + headerBytes + size).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  file.set(littleEndian(tensors.map(({ values }) => values)), 8 + headerBytes);
  return file;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly StoredTensor[];
}

/**
 * Reads what `safetensors` writes. Nothing is made larger than the file is, whatever its header says.
 *
 * @throws Error with what is wrong
 */
export function readSafetensors(file: Uint8Array): TensorFile {
  const room = file.length - 8;
  const headerBytes = room < 0 ? 0n : new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (room < 0 || headerBytes > BigInt(room)) throw new Error('its header is cut off');
  const dataFrom = 8 + Number(headerBytes);
  const header = parsedHeader(new TextDecoder().decode(file.subarray(8, dataFrom)));
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) throw new Error('its metadata are not texts');
  let at = dataFrom;
  const tensors = Object.entries(entries).map(([name, entry]): StoredTensor => {
    if (!isEntry(entry)) throw new Error(`its header does not describe the tensor '${name}'`);
    const { dtype, shape, data_offsets: offsets } = entry;
    const kind = Object.hasOwn(dtypes, dtype) ? dtypes[dtype as Dtype] : null;
    if (kind === null) throw new Error(`the tensor '${name}' is of kind ${dtype}`);
    const wanted = shape.reduce((product, side) => product * side, kind.BYTES_PER_ELEMENT);
    const [from, to] = offsets;
    if (from !== at - dataFrom || to !== from + wanted || dataFrom + to > file.length) {
      throw new Error(`the tensor '${name}' is not where it should be`);
    }
    const bytes = new Uint8Array(file.subarray(at, at + wanted)); // slice() of a Buffer would not copy
    inFileOrder(bytes, kind.BYTES_PER_ELEMENT);
    at += wanted;
    return { name, shape, values: new kind(bytes.buffer) };
  });
  if (at !== file.length) throw new Error(`${file.length - at} bytes belong to no tensor`);
  return { metadata, tensors };
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly number[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string');

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const isEntry = (value: unknown): value is Entry =>
  isObject(value) && typeof value['dtype'] === 'string' && areSizes(value['shape']) && areSizes(value['data_offsets']);

function parsedHeader(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new Error('its header is not JSON', { cause });
  }
  if (!isObject(header)) throw new Error('its header is no JSON object');
  return header;
}
