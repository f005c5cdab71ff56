import type { Leaf, Role, Trace, TracedOp } from '../compiled/trace.js';

/** The calls of tfjs-node's binding that make, use and read tensors. */
export interface Binding {
  createTensor(shape: readonly number[], type: number, values: unknown): number;
  executeOp(
    name: string,
    attributes: TracedOp['attributes'],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number; readonly dtype: number }[];
  tensorDataSync(id: number): unknown;
}

export interface Recorder<B extends Binding> {
  /** The binding, to be used in its place. */
  readonly binding: B;
  /** Tells that the array is put into the pass anew each time. Ignored while nothing is recorded. */
  mark(values: object, role: Role): void;
  /** The calls made meanwhile. */
  record(run: () => void): Trace;
}

/** Has the binding's calls written down, on demand. */
export function recorderOf<B extends Binding>(binding: B): Recorder<B> {
  let current: { ops: TracedOp[]; leaves: Leaf[]; reads: number[]; roles: Map<object, Role> } | null = null;
  const recording: Binding = {
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      if (current !== null) {
        const role = current.roles.get(values as object);
        // Copied: the pool of TensorFlow.js may use the array again.
        const kept = role === undefined && ArrayBuffer.isView(values) ? (values as Float32Array).slice() : values;
        current.leaves.push({ id, shape: [...shape], type, values: kept, ...(role && { role }) });
      }
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const results = binding.executeOp(name, attributes, inputs, outputs);
      current?.ops.push({
        name,
        attributes,
        inputs: [...inputs],
        outputs: results.map(({ id }) => id),
        types: results.map(({ dtype }) => dtype),
      });
      return results;
    },
    tensorDataSync(id) {
      current?.reads.push(id);
      return binding.tensorDataSync(id);
    },
  };
  return {
    binding: Object.create(binding, Object.getOwnPropertyDescriptors(recording)) as B,
    mark: (values, role) => void current?.roles.set(values, role),
    record(run) {
      const trace = { ops: [], leaves: [], reads: [], roles: new Map<object, Role>() };
      current = trace;
      try {
        run();
      } finally {
        current = null;
      }
      return trace;
    },
  };
}
