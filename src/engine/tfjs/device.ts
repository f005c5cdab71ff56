import type { Backend } from '../../base/backends.js';
import type { SessionAddon } from '../compiled/session.js';
import type { Role, Trace } from '../compiled/trace.js';
import type { FusedAddon } from '../fused/addon.js';
import { core, type Tensor } from './tensorflow.js';

/** One backend of TensorFlow.js, and how values get into and out of it. */
export interface Device {
  readonly backend: Backend;
  readonly versions: Readonly<Record<string, string>>;
  /** Makes it the backend of the operations that follow: there is one active backend per process. */
  activate(): void;
  /** A tensor of values that the caller may change afterwards. `role`: what it is, to who records the pass. */
  upload(values: Float32Array, shape: readonly number[], role?: Role): Tensor;
  /** The values of a float32 tensor, to be read before the next operation and not to be written. */
  read(tensor: Tensor): Float32Array;
  /** What compiles passes; or why it is not there, e.g. "the wasm backend has no graphs". */
  readonly graphs: Graphs | { readonly why: string };
  /** Our own kernels; or why they are not there. */
  readonly fused: FusedAddon | { readonly why: string };
}

/** How passes are recorded, and run as graphs. */
export interface Graphs {
  readonly addon: SessionAddon;
  /** The calls that are made meanwhile. */
  record(run: () => void): Trace;
  mark(values: object, role: Role): void;
  noteRead(tensor: Tensor): void;
  /** The number of a tensor in a trace. */
  idOf(tensor: Tensor): number;
}

interface Access {
  /** The backend copies the values it is given; otherwise it may go on using the caller's own array. */
  readonly copiesInput: boolean;
  /** Default: dataSync, which copies on some backends. */
  readonly read?: (tensor: Tensor) => Float32Array;
  readonly graphs?: Device['graphs'];
  readonly fused?: Device['fused'];
}

/** @param name name of the backend in TensorFlow.js */
export function deviceOf(
  backend: Backend,
  name: string,
  versions: Readonly<Record<string, string>>,
  {
    copiesInput,
    read = (tensor) => tensor.dataSync() as Float32Array,
    graphs = { why: `the ${backend} backend has no graphs` },
    fused = { why: `the ${backend} backend has no fused kernels` },
  }: Access,
): Device {
  return {
    backend,
    versions: { 'tfjs-core': core.version_core, ...versions },
    activate() {
      if (core.getBackend() !== name) void core.setBackend(name); // at once: it has been initialised
    },
    upload(values, shape, role) {
      const own = copiesInput ? values : values.slice();
      if (role !== undefined && 'mark' in graphs) graphs.mark(own, role);
      return core.tensor(own, [...shape], 'float32');
    },
    read(tensor) {
      if ('noteRead' in graphs) graphs.noteRead(tensor);
      return read(tensor);
    },
    graphs,
    fused,
  };
}
