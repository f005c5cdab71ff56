import { type LossConfig, type LossName, lossSpec } from '../../models/losses.js';
import { takesLabels } from '../losses.js';
import { constant, type Edge, type Graph, type Placeholder, placeholder, types } from './graph.js';

/** The mean loss over the rows and its derivative by the outputs, as nodes. */
export interface LossNodes {
  /** A float64 scalar. */
  readonly loss: Edge;
  /** float32, shaped like the outputs. */
  readonly gradient: Edge;
  /** How the targets are fed: a label per row, or the numbers of `gather`. */
  readonly feed: Placeholder;
}

/** Outputs and targets as float64 [rows, width]; what a loss gives, its mean over the rows not yet taken. */
interface Job {
  readonly m: Arithmetic;
  readonly outputs: Edge;
  readonly targets: Edge;
  readonly config: LossConfig;
}
interface Terms {
  /** Summed over all elements, it is the sum of the rows' losses. */
  readonly terms: Edge;
  readonly gradient: Edge;
}

/** As in `meanLoss`: probabilities are kept this far from 0. */
const smallest = 1e-7;

/** Formulas: `src/engine/losses.ts`, in double precision as there, so that both engines round to the same gradient. */
const rows: Readonly<Record<LossName, (job: Job) => Terms>> = {
  'sparse-softmax-cross-entropy': (job) => (job.config.fromLogits ? softmaxOfLogits(job) : negativeLog(job)),
  'softmax-cross-entropy': (job) => (job.config.fromLogits ? softmaxOfLogits(job) : negativeLog(job)),
  'binary-cross-entropy': (job) => (job.config.fromLogits ? binaryOfLogits(job) : binary(job)),
  mse: ({ m, outputs, targets }) => {
    const error = m.sub(outputs, targets);
    return { terms: m.call('Square', error), gradient: m.mul(error, m.number(2)) };
  },
  mae: ({ m, outputs, targets }) => {
    const error = m.sub(outputs, targets);
    return { terms: m.call('Abs', error), gradient: m.call('Sign', error) };
  },
  huber: ({ m, outputs, targets, config: { delta } }) => {
    const error = m.sub(outputs, targets);
    const size = m.call('Abs', error);
    const far = m.call('Greater', size, m.number(delta));
    const line = m.mul(m.sub(size, m.number(delta / 2)), m.number(delta));
    return {
      terms: m.select(far, line, m.mul(m.call('Square', error), m.number(0.5))),
      gradient: m.select(far, m.mul(m.call('Sign', error), m.number(delta)), error),
    };
  },
};

function softmaxOfLogits({ m, outputs, targets }: Job): Terms {
  const weight = m.sum(targets, [1], true);
  const surprise = m.call('MulNoNan', m.call('LogSoftmax', outputs), targets); // 0 log 0 is 0
  return {
    terms: m.call('Neg', surprise),
    gradient: m.sub(m.mul(m.call('Softmax', outputs), weight), targets),
  };
}

function negativeLog({ m, outputs, targets }: Job): Terms {
  const flat = m.call('Less', outputs, m.number(smallest));
  const kept = m.select(flat, m.number(smallest), outputs);
  return {
    terms: m.call('Neg', m.call('MulNoNan', m.call('Log', kept), targets)),
    gradient: m.select(flat, m.number(0), m.call('Neg', m.call('RealDiv', targets, outputs))),
  };
}

function binaryOfLogits({ m, outputs: z, targets: y }: Job): Terms {
  const tail = m.call('Log1p', m.call('Exp', m.call('Neg', m.call('Abs', z))));
  const positive = m.select(m.call('Less', z, m.number(0)), m.number(0), z); // Maximum, but a NaN stays one
  return { terms: m.call('AddV2', m.sub(positive, m.mul(z, y)), tail), gradient: m.sub(m.call('Sigmoid', z), y) };
}

function binary({ m, outputs: z, targets: y }: Job): Terms {
  const low = m.call('Less', z, m.number(smallest));
  const high = m.call('Greater', z, m.number(1 - smallest));
  const p = m.select(low, m.number(smallest), m.select(high, m.number(1 - smallest), z));
  const miss = m.sub(m.number(1), y);
  const hits = m.mul(y, m.call('Log', p));
  const misses = m.mul(miss, m.call('Log1p', m.call('Neg', p)));
  const slope = m.call('RealDiv', m.sub(p, y), m.mul(p, m.sub(m.number(1), p)));
  return {
    terms: m.call('Neg', m.call('AddV2', hits, misses)),
    gradient: m.select(m.call('Equal', p, z), slope, m.number(0)),
  };
}

/** @param shape [rows, width] of the outputs */
export function lossNodes(graph: Graph, config: LossConfig, outputs: Edge, shape: readonly number[]): LossNodes {
  const [count, width] = shape as readonly [number, number];
  const m = arithmetic(graph);
  const labelled = takesLabels(config);
  const feed: Placeholder = labelled
    ? { edge: 'targets', type: types.int32, shape: [count] }
    : { edge: 'targets', type: types.float, shape: [count, width] };
  placeholder(graph, feed);
  const z = m.cast(outputs, types.float, types.double);
  const loss = (sum: Edge) => m.call('RealDiv', sum, m.number(count));
  if (labelled && config.fromLogits) {
    const op = 'SparseSoftmaxCrossEntropyWithLogits'; // both in one kernel
    const fused = graph.add(op, [z, feed.edge], { T: double, Tlabels: { type: types.int32 } });
    return { loss: loss(m.sum(fused, [0], false)), gradient: mean(m, `${fused}:1`, [count]), feed };
  }
  const targets = labelled ? m.oneHot(feed.edge, width) : m.cast(feed.edge, types.float, types.double);
  const { terms, gradient } = rows[config.name]({ m, outputs: z, targets, config });
  const perRow = lossSpec(config.name).link === 'softmax' ? [] : [width];
  const total = m.sum(terms, [0, 1], false);
  return {
    loss: loss(perRow.reduce((sum, size) => m.call('RealDiv', sum, m.number(size)), total)),
    gradient: mean(m, gradient, [...perRow, count]),
    feed,
  };
}

const double = { type: types.double };

const mean = (m: Arithmetic, gradient: Edge, divisors: readonly number[]): Edge =>
  m.cast(
    divisors.reduce((value, size) => m.call('RealDiv', value, m.number(size)), gradient),
    types.double,
    types.float,
  );

/** Operations on float64 nodes. */
type Arithmetic = ReturnType<typeof arithmetic>;

function arithmetic(graph: Graph) {
  const call = (op: string, ...inputs: readonly Edge[]): Edge => graph.add(op, inputs, { T: double });
  const number = (value: number): Edge =>
    constant(graph, { type: types.double, shape: [], bytes: new Uint8Array(Float64Array.of(value).buffer) });
  const whole = (shape: readonly number[], ...values: readonly number[]): Edge =>
    constant(graph, { type: types.int32, shape, bytes: new Uint8Array(Int32Array.from(values).buffer) });
  return {
    call,
    number,
    sub: (a: Edge, b: Edge) => call('Sub', a, b),
    mul: (a: Edge, b: Edge) => call('Mul', a, b),
    select: (where: Edge, yes: Edge, no: Edge) => call('SelectV2', where, yes, no),
    cast: (value: Edge, from: number, to: number) =>
      graph.add('Cast', [value], { SrcT: { type: from }, DstT: { type: to } }),
    sum: (value: Edge, axes: readonly number[], keep: boolean) =>
      graph.add('Sum', [value, whole([axes.length], ...axes)], {
        T: double,
        Tidx: { type: types.int32 },
        keep_dims: { bool: keep },
      }),
    oneHot: (labels: Edge, depth: number) =>
      graph.add('OneHot', [labels, whole([], depth), number(1), number(0)], {
        T: double,
        TI: { type: types.int32 },
        axis: { int: -1 },
      }),
  };
}
