import { sessionOptions } from '../compiled/session-options.js';
import { forwardGraph, type NotAGraph, type PassGraph, trainingGraph } from '../compiled/step-graph.js';
import { difference, type Trace } from '../compiled/trace.js';
import type { TrainerSetup } from '../engine.js';
import { firstDifference, otherThan, rehearsal, type Values } from './agreement.js';
import type { Graphs } from './device.js';
import type { Clock } from './dropout.js';
import type { Network } from './network.js';
import type { Gradients, Statistics } from './pass.js';
import { openProgram, type Program } from './program.js';
import type { LayersModel } from './tensorflow.js';

/** A way through the model that can be a graph of its own. */
export type Way = 'training' | `${Statistics} statistics`;

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

interface Pass {
  readonly trace: Trace;
  readonly known: readonly number[];
  /** The values of the graph's fetches. */
  readonly results: readonly Values[];
  readonly graph: () => PassGraph | NotAGraph;
  readonly derived: readonly boolean[];
  readonly replaced: readonly number[];
}

/**
 * Traces the pass twice, on these rows and on others with other masks: what differs and is not fed refuses it. Then the
 * graph runs on the second data, and has to give what the calls one by one have given. Leaves the model as it was.
 */
export function prove(subject: Subject, way: Way, rows: Int32Array): Proven | NotAGraph {
  const { graphs, setup, eager, clock } = subject;
  const take = way === 'training' ? trainingPass : forwardPass(way === 'batch statistics' ? 'batch' : 'moving');
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
    const wrong = firstDifference(results, second.results);
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

const forwardPass =
  (statistics: Statistics) =>
  (subject: Subject, rows: Int32Array): Pass => {
    const before = variablesOf(subject);
    let outputs = new Float32Array(0);
    const recorded = subject.graphs.record(() => {
      outputs = subject.eager.forward(rows, statistics).outputs.slice();
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
  };
