import type { Backend } from '../../base/backends.js';
import { core, type Tensor } from './tensorflow.js';

/** One backend of TensorFlow.js, and how values get into and out of it. */
export interface Device {
  readonly backend: Backend;
  readonly versions: Readonly<Record<string, string>>;
  /** Makes it the backend of the operations that follow: there is one active backend per process. */
  activate(): void;
  /** A tensor of values that the caller may change afterwards. */
  upload(values: Float32Array, shape: readonly number[]): Tensor;
  /** The values of a float32 tensor, to be read before the next operation and not to be written. */
  read(tensor: Tensor): Float32Array;
}

interface Access {
  /** The backend copies the values it is given; otherwise it may go on using the caller's own array. */
  readonly copiesInput: boolean;
  /** Default: dataSync, which copies on some backends. */
  readonly read?: (tensor: Tensor) => Float32Array;
}

/** @param name name of the backend in TensorFlow.js */
export function deviceOf(
  backend: Backend,
  name: string,
  versions: Readonly<Record<string, string>>,
  { copiesInput, read = (tensor) => tensor.dataSync() as Float32Array }: Access,
): Device {
  return {
    backend,
    versions: { 'tfjs-core': core.version_core, ...versions },
    activate() {
      if (core.getBackend() !== name) void core.setBackend(name); // at once: it has been initialised
    },
    upload: (values, shape) => core.tensor(copiesInput ? values : values.slice(), [...shape], 'float32'),
    read,
  };
}
