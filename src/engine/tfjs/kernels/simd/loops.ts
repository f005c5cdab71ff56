import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { moduleText } from './module.js';

/** Sizes, strides and padding of one convolution or pooling, NHWC, without dilation. */
export type Geometry = backend_util.Conv2DInfo;
type Sizes = readonly number[];

/** What loops.as exports; all numbers are byte addresses or counts. */
interface Exports {
  writePatchRows(x: number, out: number, ...sizes: Sizes): void;
  addPatches(columns: number, x: number, ...sizes: Sizes): void;
  maxPoolGrad(x: number, dy: number, dx: number, ...sizes: Sizes): void;
  depthwiseFilterGrad(x: number, dy: number, dw: number, multiplier: number, ...sizes: Sizes): void;
  depthwiseInputGrad(dy: number, filter: number, dx: number, multiplier: number, ...sizes: Sizes): void;
  // biome-ignore format: two operands, the result, the sizes, scratch
  addProduct(
    a: number, aRow: number, aColumn: number, b: number, bRow: number, bColumn: number, c: number,
    rows: number, inner: number, columns: number, panel: number,
  ): void;
  sumRows(x: number, rows: number, width: number, out: number): void;
  addSegments(x: number, ids: number, rows: number, width: number, segments: number, out: number): void;
}

interface Loops extends Exports {
  /** Address of the scratch memory of addProduct, kept as long as the backend. */
  readonly panel: number;
}
/** 8 columns of 256 numbers and 8 more: `panel` of addProduct in loops.as. */
const panelFloats = 8 * 256 + 8;

/** The part of WebAssembly used here; TypeScript knows it from browsers (lib.dom) only. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: object) => object;
}
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

const instances = new WeakMap<BackendWasm, Loops>();

/** The SIMD loops, working in the memory of this backend. */
export function loopsOf(backend: BackendWasm): Loops {
  const known = instances.get(backend);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(Buffer.from(moduleText, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: memoryOf(backend) } });
  const loops = { ...(exports as Exports), panel: addressOf(backend, backend.makeOutput([panelFloats], 'float32')) };
  instances.set(backend, loops);
  return loops;
}

/** The exports of the backend's own module hold its memory; they are not part of its declared interface. */
function memoryOf({ wasm }: BackendWasm): object {
  const { asm } = wasm as unknown as { asm?: { memory?: unknown } };
  if (asm?.memory instanceof WebAssembly.Memory) return asm.memory;
  throw new Error('this version of @tensorflow/tfjs-backend-wasm does not show its memory');
}

/** Where the values of a tensor begin in the memory of the backend. */
export const addressOf = (backend: BackendWasm, { dataId }: TensorInfo): number => backend.getMemoryOffset(dataId);

/** The sizes in the order in which the loops take them; for some of the images only, if `images` is given. */
export const geometryOf = (g: Geometry, images = g.batchSize): Sizes => [
  images,
  g.inHeight,
  g.inWidth,
  g.inChannels,
  g.outHeight,
  g.outWidth,
  g.filterHeight,
  g.filterWidth,
  g.strideHeight,
  g.strideWidth,
  g.padInfo.top,
  g.padInfo.left,
];
