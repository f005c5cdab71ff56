/** What the caller puts into a pass anew each time, as against constants. */
export type Role =
  | { readonly kind: 'inputs' }
  /** Random numbers of a layer; `draw` gives those of the present update. */
  | { readonly kind: 'mask'; readonly draw: () => Float32Array }
  /** The loss of the outputs, and its derivative by them. */
  | { readonly kind: 'loss' }
  | { readonly kind: 'gradient' };

/** An attribute as the binding of tfjs-node takes it; `type` is TF_AttrType of the C API. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Values that came from JavaScript. */
export interface Leaf {
  readonly id: number;
  readonly shape: readonly number[];
  /** TensorFlow's number of the element type. */
  readonly type: number;
  readonly values: unknown;
  /** Left out: a constant. */
  readonly role?: Role;
}

export interface TracedOp {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** TensorFlow's numbers of their element types. */
  readonly types: readonly number[];
}

/** The calls of one pass, in order. Tensors are known by the numbers that the binding gives them. */
export interface Trace {
  readonly ops: readonly TracedOp[];
  readonly leaves: readonly Leaf[];
  /** Tensors that the pass read, in order. What kernels read of their own accord, to check it, is not in it. */
  readonly reads: readonly number[];
  /** Shapes of leaves and results. Those of variables may be missing. */
  readonly shapeOf: ReadonlyMap<number, readonly number[]>;
}

/** A pass in numbers of its own, so that two can be compared: what was there before, leaves, then results. */
function describe({ ops, leaves, reads }: Trace, known: readonly number[]): readonly string[] {
  const names = new Map<number, string>();
  known.forEach((id, i) => {
    names.set(id, `variable ${i}`);
  });
  leaves.forEach(({ id }, i) => {
    names.set(id, `leaf ${i}`);
  });
  const lines = ops.map(({ name, attributes, inputs, outputs }, k) => {
    const line = `${name}(${inputs.map((id) => names.get(id) ?? 'unknown').join(', ')}) ${JSON.stringify(attributes)}`;
    outputs.forEach((id, i) => {
      names.set(id, `result ${k}.${i}`);
    });
    return line;
  });
  return [...lines, `reads ${reads.map((id) => names.get(id) ?? 'unknown').join(', ')}`];
}

/**
 * Why the two passes are not one graph: different calls, or a constant that is none. Null where they agree in all but
 * what has a role.
 *
 * @param known tensors that were there before, in the same order for both
 */
export function difference(
  a: Trace,
  b: Trace,
  known: { readonly a: readonly number[]; readonly b: readonly number[] },
): string | null {
  const calls = [describe(a, known.a), describe(b, known.b)] as const;
  if (calls[0].length !== calls[1].length) return 'it makes other calls for other data';
  const other = calls[0].findIndex((line, k) => line !== calls[1][k]);
  if (other >= 0) return `${a.ops[other]?.name ?? 'what it reads'} differs from one batch to the next`;
  for (const [i, leaf] of a.leaves.entries()) {
    const twin = b.leaves[i];
    if (twin === undefined || leaf.role?.kind !== twin.role?.kind || `${leaf.shape}` !== `${twin.shape}`) {
      return 'it makes other tensors for other data';
    }
    if (leaf.role === undefined && !sameValues(leaf, twin)) {
      return `a tensor of shape [${leaf.shape}] made in JavaScript differs from one batch to the next`;
    }
  }
  return null;
}

function sameValues(a: Leaf, b: Leaf): boolean {
  const [x, y] = [bytesOf(a), bytesOf(b)];
  return x !== null && y !== null && x.length === y.length && x.every((byte, i) => byte === y[i]);
}

/** The bytes of a leaf's values; null where they are of a kind that graphs do not get here (strings). */
export function bytesOf({ values }: Leaf): Uint8Array | null {
  return ArrayBuffer.isView(values) ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength) : null;
}
