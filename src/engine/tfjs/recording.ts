import type { Leaf, Role, Trace, TracedOp } from '../compiled/trace.js';

/** The calls of tfjs-node's binding that make and use tensors. */
export interface Binding {
  createTensor(shape: readonly number[], type: number, values: unknown): number;
  executeOp(
    name: string,
    attributes: TracedOp['attributes'],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number; readonly dtype: number; readonly shape: readonly number[] }[];
}

export interface Recorder<B extends Binding> {
  /** The binding, to be used in its place. */
  readonly binding: B;
  /** Tells that the array is put into the pass anew each time. Ignored while nothing is recorded. */
  mark(values: object, role: Role): void;
  /** Tells that the caller reads the tensor. */
  noteRead(id: number): void;
  /** The calls made meanwhile. */
  record(run: () => void): Trace;
}

/** Has the binding's calls written down, on demand. */
export function recorderOf<B extends Binding>(binding: B): Recorder<B> {
  const begin = () => ({
    ops: [] as TracedOp[],
    leaves: [] as Leaf[],
    reads: [] as number[],
    shapeOf: new Map<number, readonly number[]>(),
    roles: new Map<object, Role>(),
  });
  let current: ReturnType<typeof begin> | null = null;
  const recording: Binding = {
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      if (current !== null) {
        current.shapeOf.set(id, [...shape]);
        const role = current.roles.get(values as object);
        // Copied: the pool of TensorFlow.js may use the array again.
        const kept = role === undefined && ArrayBuffer.isView(values) ? (values as Float32Array).slice() : values;
        current.leaves.push({ id, shape: [...shape], type, values: kept, ...(role && { role }) });
      }
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const results = binding.executeOp(name, attributes, inputs, outputs);
      if (current !== null) {
        const [ids, types] = [results.map(({ id }) => id), results.map(({ dtype }) => dtype)];
        current.ops.push({ name, attributes, inputs: [...inputs], outputs: ids, types });
        for (const { id, shape } of results) current.shapeOf.set(id, shape);
      }
      return results;
    },
  };
  return {
    binding: Object.create(binding, Object.getOwnPropertyDescriptors(recording)) as B,
    mark: (values, role) => void current?.roles.set(values, role),
    noteRead: (id) => void current?.reads.push(id),
    record(run) {
      const trace = begin();
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
