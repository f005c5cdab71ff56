import { bool, bytes, encode, float, int, type Message, message, text } from '../../base/protobuf.js';

/** TensorFlow's numbers for element types (tensorflow/core/framework/types.proto). */
export const types = { float: 1, double: 2, int32: 3, int64: 9, bool: 10 } as const;

/** Values as TensorFlow keeps them: the bytes of the elements, row-major. */
export interface Constant {
  readonly type: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** An attribute of a node. */
export type Attribute =
  | { readonly type: number }
  | { readonly int: number | readonly number[] }
  | { readonly float: number | readonly number[] }
  | { readonly bool: boolean | readonly boolean[] }
  | { readonly text: string }
  | { readonly shape: readonly number[] }
  | { readonly constant: Constant };
export type Attributes = Readonly<Record<string, Attribute>>;

/** An output of a node: its name, with `:1` and so on for others than the first. */
export type Edge = string;

export interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Edge[];
  readonly attributes: Attributes;
}

/** Takes nodes one by one and names them. */
export interface Graph {
  readonly nodes: readonly Node[];
  /** @param name unique; made from the operation if left out */
  add(op: string, inputs: readonly Edge[], attributes: Attributes, name?: string): Edge;
}

export function createGraph(): Graph {
  const nodes: Node[] = [];
  return {
    nodes,
    add(op, inputs, attributes, name = `${op}_${nodes.length}`) {
      nodes.push({ name, op, inputs, attributes });
      return name;
    },
  };
}

/** A node whose value each run is given. */
export interface Placeholder {
  readonly edge: Edge;
  readonly type: number;
  readonly shape: readonly number[];
}

export const placeholder = (graph: Graph, { edge, type, shape }: Placeholder): Edge =>
  graph.add('Placeholder', [], { dtype: { type }, shape: { shape } }, edge);

export const constant = (graph: Graph, value: Constant): Edge =>
  graph.add('Const', [], { dtype: { type: value.type }, value: { constant: value } });

const shapeOf = (field: number, shape: readonly number[]): Message =>
  message(field, ...shape.map((size) => message(2, int(1, size))));

/** One value stands by itself, several in a list: AttrValue has the same field numbers for both. */
const oneOrList = <T>(value: T | readonly T[], of: (value: T) => Message): Message =>
  Array.isArray(value) ? message(1, ...value.map(of)) : of(value as T);

/** AttrValue: list 1, s 2, i 3, f 4, b 5, type 6, shape 7, tensor 8 (tensorflow/core/framework/attr_value.proto). */
function attributeOf(attribute: Attribute): Message {
  if ('type' in attribute) return int(6, attribute.type);
  if ('int' in attribute) return oneOrList(attribute.int, (value) => int(3, value));
  if ('float' in attribute) return oneOrList(attribute.float, (value) => float(4, value));
  if ('bool' in attribute) return oneOrList(attribute.bool, (value) => bool(5, value));
  if ('text' in attribute) return text(2, attribute.text);
  if ('shape' in attribute) return shapeOf(7, attribute.shape);
  const { type, shape, bytes: content } = attribute.constant;
  return message(8, int(1, type), shapeOf(2, shape), bytes(4, content));
}

/** The graph as a serialized GraphDef (tensorflow/core/framework/graph.proto, node_def.proto). */
export const graphDef = (nodes: readonly Node[]): Uint8Array =>
  encode(
    ...nodes.map(({ name, op, inputs, attributes }) =>
      message(
        1,
        text(1, name),
        text(2, op),
        ...inputs.map((edge) => text(3, edge)),
        ...Object.entries(attributes).map(([key, value]) => message(5, text(1, key), message(2, attributeOf(value)))),
      ),
    ),
    message(4, int(1, producerVersion)), // versions.producer: without it, the graph counts as one of 2015
  );

/** TF_GRAPH_DEF_VERSION of TensorFlow 2.0, which later ones read. */
const producerVersion = 175;
