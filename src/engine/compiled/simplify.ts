import { bytesOf, type Trace, type TracedOp } from './trace.js';

/** One operation in other words: the same values, by a kernel that TensorFlow has for it; null where it is none such. */
type Rewrite = (op: TracedOp, context: Context) => TracedOp | null;

interface Context {
  readonly shape: (id: number | undefined) => readonly number[];
  /** What made the tensor; undefined where no call did. */
  readonly maker: (id: number | undefined) => TracedOp | undefined;
  /** The one value of a constant; null where it is none, or has several. */
  readonly value: (id: number | undefined) => number | null;
  /** The result of Relu on the tensor, where there is one. */
  readonly relu: (id: number) => number | undefined;
}

/** Of two matrices: MatMul, which TensorFlow fuses with what follows. */
const matrixProduct: Rewrite = (op, { shape }) => {
  if (op.name !== 'BatchMatMulV2' || shape(op.inputs[0]).length !== 2 || shape(op.inputs[1]).length !== 2) return null;
  const names: Readonly<Record<string, string>> = { adj_x: 'transpose_a', adj_y: 'transpose_b' };
  const attributes = op.attributes.map((given) => ({ ...given, name: names[given.name] ?? given.name }));
  return { ...op, name: 'MatMul', attributes };
};

/** Adding one number per column, or per channel. */
const bias: Rewrite = (op, { shape }) => {
  const [values, added] = op.inputs.map(shape);
  const fits = (op.name === 'Add' || op.name === 'AddV2') && values!.length >= 2 && added!.length === 1;
  return fits && values!.at(-1) === added![0] ? { ...op, name: 'BiasAdd' } : null;
};

/**
 * dy times the step function of x, which TensorFlow.js writes as seven passes over memory: ReluGrad of dy and relu(x),
 * so that x itself need not be kept. (Of an x that is NaN both give a loss that is not finite.)
 */
const reluGradient: Rewrite = (op, { maker, value, relu }) => {
  if (op.name !== 'Mul') return null;
  const [dy, factor] = op.inputs;
  const cast = maker(factor);
  if (cast?.name !== 'Cast' || cast.types[0] !== op.types[0]) return null;
  const keepNaN = maker(cast.inputs[0]);
  const missing = maker(keepNaN?.inputs[0]);
  const choice = maker(keepNaN?.inputs[2]);
  const above = maker(choice?.inputs[0]);
  const zeros = maker(choice?.inputs[2]);
  const chain = [keepNaN, missing, choice, above, zeros].map((step) => step?.name).join(' ');
  if (chain !== 'Select IsNan Select Greater Fill' && chain !== 'SelectV2 IsNan SelectV2 Greater Fill') return null;
  const x = keepNaN!.inputs[1]!;
  const ofX = missing!.inputs[0] === x && above!.inputs[0] === x && value(above!.inputs[1]) === 0;
  const steps = value(zeros!.inputs[1]) === 0 && value(choice!.inputs[1]) === 1;
  return ofX && steps ? { ...op, name: 'ReluGrad', inputs: [dy!, relu(x) ?? x] } : null;
};

const rewrites: readonly Rewrite[] = [matrixProduct, bias, reluGradient];

/** The calls of the trace with some of them in other words. What is then of no use, TensorFlow leaves out. */
export function simplified({ ops, leaves, shapeOf }: Trace): readonly TracedOp[] {
  const makers = new Map(ops.flatMap((op) => op.outputs.map((id) => [id, op] as const)));
  const constants = new Map(leaves.filter(({ role }) => role === undefined).map((leaf) => [leaf.id, leaf]));
  const relus = new Map(ops.filter(({ name }) => name === 'Relu').map((op) => [op.inputs[0]!, op.outputs[0]!]));
  const context: Context = {
    shape: (id) => shapeOf.get(id ?? Number.NaN) ?? [],
    maker: (id) => makers.get(id ?? Number.NaN),
    relu: (id) => relus.get(id),
    value(id) {
      const leaf = constants.get(id ?? Number.NaN);
      if (leaf === undefined || bytesOf(leaf) === null) {
        const filled = makers.get(id ?? Number.NaN);
        return filled?.name === 'Fill' ? context.value(filled.inputs[1]) : null;
      }
      const values = leaf.values as Float32Array;
      return values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : null;
    },
  };
  return ops.map((op) => rewrites.reduce<TracedOp | null>((done, rewrite) => done ?? rewrite(op, context), null) ?? op);
}
