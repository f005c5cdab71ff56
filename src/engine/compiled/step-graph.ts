import type { LossConfig } from '../../models/losses.js';
import {
  type Attribute,
  constant,
  createGraph,
  type Edge,
  type Graph,
  type Node,
  placeholder,
  types,
} from './graph.js';
import { lossNodes } from './loss-graph.js';
import { simplified } from './simplify.js';
import { bytesOf, type Leaf, type OpAttribute, type Trace } from './trace.js';

/** What one run of the graph is given, in the order of the feeds. */
export type Source =
  | { readonly kind: 'weight'; readonly index: number }
  | { readonly kind: 'other'; readonly index: number }
  | { readonly kind: 'inputs' }
  | { readonly kind: 'targets' }
  | { readonly kind: 'mask'; readonly draw: () => Float32Array };

export interface Feed {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  readonly source: Source;
}

/** One pass as a graph. */
export interface PassGraph {
  readonly nodes: readonly Node[];
  readonly feeds: readonly Feed[];
  /** Names of nodes. Training: the loss (float64), the gradients, then the new moving averages. Else: the outputs. */
  readonly fetches: readonly Edge[];
}

/** A tensor of the model: its number in the trace and its shape. */
export interface Variable {
  readonly id: number;
  readonly shape: readonly number[];
}

export interface TracedPass {
  readonly trace: Trace;
  readonly weights: readonly Variable[];
  readonly others: readonly Variable[];
}

export interface TracedTraining extends TracedPass {
  readonly loss: LossConfig;
  /** [rows, width] */
  readonly outputs: readonly number[];
  /** Whether the loss has penalties, so that it is a sum of tensors. */
  readonly penalized: boolean;
  /** For each of the others that the pass replaces: its index, and the number of what replaces it. */
  readonly replaced: readonly { readonly index: number; readonly id: number }[];
}

/** A pass that cannot become a graph, with the reason in a few words. */
export type NotAGraph = { readonly why: string };

export function forwardGraph(pass: TracedPass): PassGraph | NotAGraph {
  const builder = translation(pass);
  const why = builder.translate();
  if (why !== null) return { why };
  const [outputs] = pass.trace.reads;
  return builder.finish([builder.edgeOf(outputs!)!]);
}

/** The loss and its derivative, computed in JavaScript while the pass was traced, become nodes too. */
export function trainingGraph(pass: TracedTraining): PassGraph | NotAGraph {
  const builder = translation(pass);
  const [outputs, ...rest] = pass.trace.reads;
  const why = builder.translate((graph) => {
    const edge = builder.edgeOf(outputs!)!;
    const { loss, gradient, feed } = lossNodes(graph, pass.loss, edge, pass.outputs);
    builder.feed({ name: feed.edge, type: feed.type, shape: feed.shape, source: { kind: 'targets' } });
    return {
      loss,
      asTensor: graph.add('Cast', [loss], { SrcT: { type: types.double }, DstT: { type: types.float } }),
      gradient,
    };
  }, outputs);
  if (why !== null) return { why };
  const gradients = pass.penalized ? rest.slice(0, -1) : rest;
  const total = pass.penalized
    ? builder.graph.add('Cast', [builder.edgeOf(rest.at(-1)!)!], {
        SrcT: { type: types.float },
        DstT: { type: types.double },
      })
    : builder.loss()!;
  return builder.finish([
    total,
    ...gradients.map((id) => builder.edgeOf(id)!),
    ...pass.replaced.map(({ id }) => builder.edgeOf(id)!),
  ]);
}

interface LossEdges {
  readonly loss: Edge;
  readonly asTensor: Edge;
  readonly gradient: Edge;
}

function translation({ trace, weights, others }: TracedPass) {
  const graph = createGraph();
  const feeds: Feed[] = [];
  const edges = new Map<number, Edge>();
  let ofLoss: LossEdges | null = null;

  const feed = (given: Feed) => void feeds.push(given);
  const fedAs = (id: number, given: Feed) => {
    feed(given);
    edges.set(id, placeholder(graph, { edge: given.name, type: given.type, shape: given.shape }));
  };
  const variables = (kind: 'weight' | 'other', list: readonly Variable[]) => {
    list.forEach(({ id, shape }, index) => {
      fedAs(id, { name: `${kind}_${index}`, type: types.float, shape, source: { kind, index } });
    });
  };
  variables('weight', weights);
  variables('other', others);

  /** Puts a leaf into the graph when it is first used; a reason where it cannot. */
  const plant = (leaf: Leaf): string | null => {
    const { id, type, shape, role } = leaf;
    if (role?.kind === 'inputs') fedAs(id, { name: 'inputs', type, shape, source: role });
    else if (role?.kind === 'mask') fedAs(id, { name: `mask_${id}`, type, shape, source: role });
    else if (role !== undefined) {
      if (ofLoss === null) return 'it uses the loss before the outputs';
      edges.set(id, role.kind === 'loss' ? ofLoss.asTensor : ofLoss.gradient);
    } else {
      const bytes = bytesOf(leaf);
      if (bytes === null) return 'it uses tensors of strings';
      edges.set(id, constant(graph, { type, shape, bytes }));
    }
    return null;
  };
  const leaves = new Map(trace.leaves.map((leaf) => [leaf.id, leaf]));
  const typeOf = new Map(trace.leaves.map(({ id, type }) => [id, type]));

  return {
    graph,
    feed,
    edgeOf: (id: number) => edges.get(id),
    loss: () => ofLoss?.loss,

    /** Every call becomes a node; after the one that gives `outputs`, the loss is put in. */
    translate(lossOf: ((graph: Graph) => LossEdges) | null = null, outputs: number | null = null): string | null {
      for (const { name, attributes, inputs, outputs: results, types: given } of simplified(trace)) {
        for (const id of inputs) {
          const leaf = leaves.get(id);
          if (edges.has(id)) continue;
          const why = leaf === undefined ? `${name} takes a tensor of unknown origin` : plant(leaf);
          if (why !== null) return why;
        }
        const node = graph.add(
          name,
          inputs.map((id) => edges.get(id)!),
          {
            ...Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeOf(attribute)])),
            // TensorFlow.js names the type that it holds a tensor for: not always the one that it has.
            ...(name === 'Cast' && { SrcT: { type: typeOf.get(inputs[0]!) ?? types.float } }),
          },
        );
        results.forEach((id, i) => {
          edges.set(id, i === 0 ? node : `${node}:${i}`);
          typeOf.set(id, given[i]!);
        });
        if (lossOf !== null && outputs !== null && results.includes(outputs)) ofLoss = lossOf(graph);
      }
      const lost = trace.reads.find((id) => !edges.has(id));
      return lost === undefined ? null : 'it reads a tensor of unknown origin';
    },

    /** Fetches are nodes of their own: first outputs, by name. */
    finish: (wanted: readonly Edge[]): PassGraph => ({
      nodes: graph.nodes,
      feeds,
      fetches: wanted.map((edge, i) =>
        graph.add('Identity', [edge], { T: { type: i === 0 && ofLoss !== null ? types.double : types.float } }),
      ),
    }),
  };
}

/** TF_AttrType of the C API, in its order. */
const attributeKinds = ['text', 'int', 'float', 'bool', 'type', 'shape'] as const;

const attributeOf = ({ type, value }: OpAttribute): Attribute => ({ [attributeKinds[type]!]: value }) as Attribute;
