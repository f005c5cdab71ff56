import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

/** What a kernel gets; the attributes are those of the TensorFlow.js kernel of the same name. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: { readonly [Name in keyof Inputs]: TensorInfo };
  readonly attrs: Attrs;
  readonly backend: BackendWasm;
}
type Kernel<Inputs, Attrs> = (call: KernelCall<Inputs, Attrs>) => TensorInfo;

/**
 * A kernel of ours for the wasm backend. Kernels work on bare handles: nothing in them is taped or tracked, so each
 * disposes what it allocates but the result. (Wrapping an input in a Tensor would free the data of the caller's own.)
 */
export interface WasmKernel {
  /** Kernel name of TensorFlow.js. */
  readonly name: string;
  /** Why the backend needs it: it has none, or what is wrong with its own. */
  readonly why: string;
  /** The kernel; `stock` is the backend's own. Null: keep that one. */
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

/** A new float32 tensor; its values are arbitrary until written. */
export const allocate = (backend: BackendWasm, shape: number[]): TensorInfo => backend.makeOutput(shape, 'float32');

/** A new float32 tensor full of zeros. */
export function zeros(backend: BackendWasm, shape: number[]): TensorInfo {
  const tensor = allocate(backend, shape);
  backend.typedArrayFromHeap(tensor).fill(0);
  return tensor;
}
