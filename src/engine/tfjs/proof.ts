import { sessionOptions } from '../compiled/session-options.js';
import { forwardGraph, type NotAGraph, type PassGraph, trainingGraph } from '../compiled/step-graph.js';
import { difference, type Trace } from '../compiled/trace.js';
import type { TrainerSetup } from '../engine.js';
import type { Graphs } from './device.js';
import type { Clock } from './dropout.js';
import type { Network } from './network.js';
import type { Gradients } from './pass.js';
import { openProgram, type Program } from './program.js';
import type { LayersModel } from './tensorflow.js';

export interface Subject {
  readonly graphs: Graphs;
  readonly model: LayersModel;
  readonly eager: Network;
  readonly setup: TrainerSetup;
  readonly clock: Clock;
}

/** A pass that has been shown to be one graph. */
export interface Proven {
  readonly program: Program;
  /** Training: which weights have a gradient. */
  readonly derived: readonly boolean[];
  /** Training: which of the others it replaces, in the order of the fetches. */
  readonly replaced: readonly number[];
}

type Values = Float64Array | Float32Array;

interface Pass {
  readonly trace: Trace;
  readonly known: readonly number[];
  /** The values of the graph's fetches. */
  readonly results: readonly Values[];
  readonly graph: () => PassGraph | NotAGraph;
  readonly derived: readonly boolean[];
  readonly replaced: readonly number[];
}

/** A micro-batch that no run reaches: its dropout masks are others. */
const rehearsal = 1_000_000;

/**
 * Traces the pass twice, on these rows and on others with other masks: what differs and is not fed refuses it. Then the
 * graph runs on the second data, and has to give what the calls one by one have given. Leaves the model as it was.
 */
export function prove(subject: Subject, training: boolean, rows: Int32Array): Proven | NotAGraph {
  const { graphs, setup, eager, clock } = subject;
  const take = training ? trainingPass : forwardPass;
  const state = { weights: eager.trained.read(), others: eager.others.read() };
  const first = take(subject, rows);
  eager.others.write(state.others);
  const { microbatch } = clock;
  clock.microbatch = rehearsal;
  let program: Program | null = null;
  try {
    const otherRows = otherThan(rows, setup);
    const second = take(subject, otherRows);
    eager.others.write(state.others);
    const why = difference(first.trace, second.trace, { a: first.known, b: second.known });
    if (why !== null) return { why };
    const graph = first.graph();
    if ('why' in graph) return graph;
    program = openProgram(graphs.addon, graph, sessionOptions(first.trace), setup);
    const results = second.results.map((values) => values.slice().fill(Number.NaN));
    program.run(otherRows, state, results);
    const size = Math.max(...second.results.map(largest));
    const wrong = results.findIndex((values, i) => !agree(values, second.results[i]!, size));
    if (wrong >= 0) {
      program.close();
      return { why: `its graph gives other results (number ${wrong})` };
    }
    return { program, derived: first.derived, replaced: first.replaced };
  } catch (error) {
    program?.close();
    throw error;
  } finally {
    clock.microbatch = microbatch;
  }
}

function variablesOf({ graphs, model }: Subject) {
  const known = (list: LayersModel['weights']) =>
    list.map((weight) => ({ id: graphs.idOf(weight.read()), shape: weight.read().shape }));
  return { weights: known(model.trainableWeights), others: known(model.nonTrainableWeights) };
}

/** With the shapes of what was there before. */
const completed = (trace: Trace, { weights, others }: ReturnType<typeof variablesOf>): Trace => ({
  ...trace,
  shapeOf: new Map([...trace.shapeOf, ...[...weights, ...others].map(({ id, shape }) => [id, shape] as const)]),
});

function trainingPass(subject: Subject, rows: Int32Array): Pass {
  const { graphs, eager, setup } = subject;
  const before = variablesOf(subject);
  let loss = Number.NaN;
  let gradients: Gradients = [];
  const recorded = graphs.record(() => {
    loss = eager.backward(rows, (values) => {
      gradients = values.map((value) => value?.slice() ?? null);
    });
  });
  const trace = completed(recorded, before);
  const after = variablesOf(subject).others;
  const averages = eager.others.read();
  const replaced = after.flatMap(({ id }, index) => (id === before.others[index]!.id ? [] : [{ index, id }]));
  const found = gradients.filter((gradient) => gradient !== null);
  const penalized = trace.reads.length === 2 + found.length; // then the sum of all losses is read at the end
  return {
    trace,
    known: [...before.weights, ...before.others].map(({ id }) => id),
    results: [Float64Array.of(loss), ...found, ...replaced.map(({ index }) => averages[index]!)],
    derived: gradients.map((gradient) => gradient !== null),
    replaced: replaced.map(({ index }) => index),
    graph() {
      if (!penalized && trace.reads.length !== 1 + found.length) return { why: 'it reads values on the way' };
      const outputs = [rows.length, eager.width];
      return trainingGraph({ trace, ...before, loss: setup.loss, outputs, penalized, replaced });
    },
  };
}

function forwardPass(subject: Subject, rows: Int32Array): Pass {
  const before = variablesOf(subject);
  let outputs = new Float32Array(0);
  const recorded = subject.graphs.record(() => {
    outputs = subject.eager.forward(rows).outputs.slice();
  });
  const trace = completed(recorded, before);
  return {
    trace,
    known: [...before.weights, ...before.others].map(({ id }) => id),
    results: [outputs],
    derived: [],
    replaced: [],
    graph: () =>
      trace.reads.length === 1 ? forwardGraph({ trace, ...before }) : { why: 'it reads values on the way' },
  };
}

/** As many rows, others where the data set has others. */
function otherThan(rows: Int32Array, { dataset: { train, validation } }: TrainerSetup): Int32Array {
  const all = train.length > 0 ? train : validation;
  const start = Math.max(0, all.indexOf(rows[0]!)) + 1;
  return rows.map((_, i) => all[(start + 7 * i) % all.length]!);
}

/** Graphs sum in another order than calls one by one. Errors are of the size of the largest value, of a tensor or ... */
const tolerance = 1e-3;

/** ... where a gradient is 0 but for rounding, of all of them. */
const noise = 1e-6;

const largest = (values: Values): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};

function agree(values: Values, wanted: Values, size: number): boolean {
  if (Number.isNaN(size)) return true; // there is nothing to compare with
  const margin = tolerance * largest(wanted) + noise * size;
  return values.every((value: number, i: number) => Math.abs(value - wanted[i]!) <= margin || value === wanted[i]);
}
