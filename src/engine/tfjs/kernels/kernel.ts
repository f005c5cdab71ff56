import { BatchMatMul, getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What a kernel gets; the attributes are those of the TensorFlow.js kernel of the same name. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: { readonly [Name in keyof Inputs]: TensorInfo };
  readonly attrs: Attrs;
  readonly backend: BackendWasm;
}
type Kernel<Inputs, Attrs> = (call: KernelCall<Inputs, Attrs>) => TensorInfo;

/** A kernel of ours for the wasm backend. */
export interface WasmKernel {
  /** Kernel name of TensorFlow.js. */
  readonly name: string;
  /** Why the backend needs it: it has none, or what is wrong with its own. */
  readonly why: string;
  /** The kernel; `stock` is the backend's own. Null: keep the backend's own. */
  readonly make: (stock: KernelFunc | undefined) => KernelFunc | null;
}

/** A kernel that the backend does not have; should a later version have it, that one is kept. */
export const missing = <Inputs, Attrs>(name: string, kernel: Kernel<Inputs, Attrs>): WasmKernel => ({
  name,
  why: 'the backend has none',
  make: (stock) => (stock === undefined ? (kernel as unknown as KernelFunc) : null),
});

/** A kernel in the place of the backend's own, which it may call. */
export const instead = <Inputs, Attrs>(
  name: string,
  why: string,
  kernel: (call: KernelCall<Inputs, Attrs>, stock: Kernel<Inputs, Attrs>) => TensorInfo,
): WasmKernel => ({
  name,
  why,
  make(stock) {
    if (stock === undefined) throw new Error(`the wasm backend has no kernel ${name} to stand in for`);
    const own = stock as unknown as Kernel<Inputs, Attrs>;
    return ((call: KernelCall<Inputs, Attrs>) => kernel(call, own)) as unknown as KernelFunc;
  },
});

/**
 * Calls a kernel on bare handles: nothing is taped or tracked, and the caller disposes the result.
 * (Wrapping an input in a Tensor would free the data of the caller's own tensor.)
 */
export function call(backend: BackendWasm, name: string, inputs: object, attrs: object = {}): TensorInfo {
  const kernel = getKernel(name, 'wasm');
  return kernel.kernelFunc({ inputs: inputs as never, attrs: attrs as never, backend }) as TensorInfo;
}

/** The same values in another shape, without a copy or a reference of its own: valid while `tensor` is. */
export const view = (tensor: TensorInfo, shape: number[]): TensorInfo => ({ ...tensor, shape });

/** A new float32 tensor; its values are arbitrary until written. */
export const allocate = (backend: BackendWasm, shape: number[]): TensorInfo => backend.makeOutput(shape, 'float32');

/** The values in the memory of the backend. Any later allocation may move that memory: take views after the last one. */
export const floats = (backend: BackendWasm, tensor: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array;

/** [1, m, k] x [1, k, n] -> [1, m, n], by the fast product of the backend. The caller disposes the result. */
export const matrixProduct = (backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo =>
  call(backend, BatchMatMul, { a, b }, { transposeA: false, transposeB: false });
