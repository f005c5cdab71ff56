import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import type { Values } from '../dataset.js';
import { sizeOf } from '../shape.js';

/** An array as numpy stored it, in C order. */
export interface NpyArray {
  readonly values: Values;
  readonly shape: readonly number[];
  /** Stored as whole numbers or booleans. */
  readonly whole: boolean;
  /** The file or the member of an archive, for messages. */
  readonly place: string;
}

interface Kind {
  readonly bytes: number;
  readonly into: typeof Uint8Array | typeof Int32Array | typeof Float32Array;
  readonly get: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** numpy's type codes: how an element is read and what it becomes. float64 is rounded to float32. */
const kinds: Readonly<Record<string, Kind>> = {
  b1: { bytes: 1, into: Uint8Array, get: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, into: Uint8Array, get: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, into: Int32Array, get: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, into: Int32Array, get: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, into: Int32Array, get: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, into: Int32Array, get: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, into: Int32Array, get: (view, at, little) => view.getInt32(at, little) },
  u8: {
    bytes: 8,
    into: Int32Array,
    get: (view, at, little) => wide(view, at, little, view.getUint32(high(at, little), little)),
  },
  i8: {
    bytes: 8,
    into: Int32Array,
    get: (view, at, little) => wide(view, at, little, view.getInt32(high(at, little), little)),
  },
  f4: { bytes: 4, into: Float32Array, get: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, into: Float32Array, get: (view, at, little) => view.getFloat64(at, little) },
};

const high = (at: number, little: boolean) => (little ? at + 4 : at);
/** Twice as fast as BigInt, and exact wherever the result is used: beyond int32 it is refused. */
const wide = (view: DataView, at: number, little: boolean, top: number) =>
  top * 2 ** 32 + view.getUint32(little ? at : at + 4, little);

/**
 * Reads an NPY file, versions 1 to 3: booleans, whole numbers up to 64 bits that fit int32, float32 and float64.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws LrToolError DATA_INVALID for object and structured arrays, other types, wrong sizes, too large whole numbers
 */
export function readNpy(content: Uint8Array, place: string): NpyArray {
  // A Buffer's slice is a view where a Uint8Array's is a copy: nothing below may meet one.
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  const { header, start } = headerOf(bytes, place);
  const descr = /'descr'\s*:\s*'([<>|=]?)([^']*)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const sides = /'shape'\s*:\s*\(([^)]*)\)/.exec(header);
  if (/'descr'\s*:\s*\[/.test(header))
    throw invalid(place, 'it is a structured array', 'save one column as a plain array');
  if (!descr || !order || !sides) throw invalid(place, 'its header does not tell descr, fortran_order and shape');
  const type = descr[2]!;
  if (type.startsWith('O')) {
    const hint = "it may hold any code; save plain numbers: np.save(file, a.astype('float32'))";
    throw invalid(place, 'it is an array of Python objects', hint);
  }
  const kind = Object.hasOwn(kinds, type) ? kinds[type]! : undefined;
  if (kind === undefined) {
    throw invalid(
      place,
      `its type '${shownText(type)}' is not read`,
      `use a.astype('float32'); known: ${Object.keys(kinds).join(', ')}`,
    );
  }
  const shape = shapeOf(sides[1]!, place);
  const count = sizeOf(shape);
  if (bytes.length - start !== count * kind.bytes) {
    const needed = `shape (${shape.join(', ')}) of '${type}' needs ${count * kind.bytes} bytes of data`;
    throw invalid(place, `${needed}, but it has ${bytes.length - start}`, 'save the file again');
  }
  const values = elements(bytes.subarray(start), kind, count, descr[1] !== '>', place);
  const ordered = order[1] === 'True' && shape.length > 1 ? toRowMajor(values, shape) : values;
  return { values: ordered, shape, whole: kind.into !== Float32Array, place };
}

function headerOf(bytes: Uint8Array, place: string): { header: string; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [major] = bytes.subarray(6);
  if (Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== '\x93NUMPY' || major === undefined) {
    throw invalid(place, 'it does not begin with \\x93NUMPY', 'write it with numpy.save');
  }
  if (major < 1 || major > 3) throw invalid(place, `its version is ${major}, known are 1 to 3`);
  const lengthBytes = major === 1 ? 2 : 4;
  if (bytes.length < 8 + lengthBytes) throw invalid(place, 'its header is cut off', 'save the file again');
  const start = 8 + lengthBytes + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) throw invalid(place, 'its header is cut off', 'save the file again');
  return { header: Buffer.from(bytes.subarray(8 + lengthBytes, start)).toString('latin1'), start };
}

/** Of numpy 2. */
const mostAxes = 64;

function shapeOf(text: string, place: string): number[] {
  const sides = text.split(',').map((side) => side.trim());
  if (sides.at(-1) === '') sides.pop(); // (3,) and ()
  if (sides.length === 0 || !sides.every((side) => /^\d+L?$/.test(side))) {
    throw invalid(place, `its shape is (${shownText(text)}); the first axis must count the examples`);
  }
  if (sides.length > mostAxes) throw invalid(place, `it has ${sides.length} axes; numpy makes at most ${mostAxes}`);
  const shape = sides.map((side) => Number.parseInt(side, 10));
  if (!shape.every(Number.isSafeInteger)) throw invalid(place, `its shape is (${shownText(text)})`);
  return shape;
}

function elements(data: Uint8Array, kind: Kind, count: number, little: boolean, place: string): Values {
  if (kind.into === Uint8Array) return data;
  if (little && (kind === kinds['i4'] || kind === kinds['f4'])) {
    const aligned = data.byteOffset % kind.bytes === 0 ? data : data.slice();
    return new kind.into(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new kind.into(count);
  for (let i = 0; i < count; i++) {
    const value = kind.get(view, i * kind.bytes, little);
    values[i] = value;
    if (values[i] !== value && kind.into === Int32Array) {
      throw invalid(
        place,
        `element ${i} (from 0) is ${value}, which does not fit into 32 bits`,
        "use a.astype('float32')",
      );
    }
  }
  return values;
}

/** From Fortran order, where the first index runs fastest, to C order, where the last one does. */
function toRowMajor(values: Values, shape: readonly number[]): Values {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const ordered = values.slice();
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < ordered.length; to++) {
    ordered[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}

const invalid = (place: string, reason: string, hint = 'write it with numpy.save') =>
  userError('DATA_INVALID', `${place} cannot be used as an NPY array: ${reason}`, { hint });
