/**
 * The parts of TensorFlow.js that callbacks touch, as shapes. The objects are the user's own, of the user's own copy of
 * it and on the user's backend: nothing here loads another, so two copies never meet.
 */
export interface Tensor {
  readonly shape: readonly number[];
  /** The same values in a tensor of its own: no operation changes values in place, so nothing is copied. */
  clone(): Tensor;
  dispose(): void;
  data(): Promise<unknown>;
  /** The values, and what makes tensors of values. */
  buffer(): Promise<TensorBuffer>;
}

/** A `tf.TensorBuffer`: values that are no tensor yet. */
export interface TensorBuffer {
  readonly dtype: string;
  readonly values: { readonly length: number; [index: number]: unknown };
  toTensor(): Tensor;
}

/** Tensors as `model.fit` takes them: one, a list, or by the names of the inputs. */
export type Tensors = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** Examples: tensors with a row for each. */
export interface Examples {
  readonly x: Tensors;
  readonly y: Tensors;
}

/** A tensor whose values are replaced by training. */
export interface Variable extends Tensor {
  assign(values: Tensor): void;
}

/** A layer of a model, seen from outside; a nested model, or a wrapper around a layer. */
export interface Layer {
  getClassName?(): string;
  call(inputs: unknown, kwargs: object): unknown;
  readonly nonTrainableWeights: readonly { read(): unknown }[];
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
}

/** A `tf.LayersModel` or `tf.Sequential`. */
export interface Model {
  readonly layers?: readonly Layer[];
  readonly name: string;
  /** There once the model has been compiled. */
  readonly optimizer: object;
  stopTraining: boolean;
  /** The live variables of the weights, not copies. */
  getWeights(): readonly Tensor[];
  countParams(): number;
  /** Whether a layer keeps a state from batch to batch. */
  readonly stateful: boolean;
  /** What `fit` and `evaluate` compute beside the loss. */
  readonly metricsTensors: unknown[];
  /** The loss, or of a model with several outputs or with metrics a list. */
  evaluate(x: unknown, y: unknown, args: { readonly batchSize: number }): Tensor | readonly Tensor[];
}

/** What TensorFlow.js tells at the end of a batch or epoch: scalars, on the device or read already. */
export type Logs = Record<string, number | Tensor>;

export const isVariable = (value: unknown): value is Variable =>
  typeof value === 'object' && value !== null && 'assign' in value && typeof value.assign === 'function';

/** The scalars of a batch or an epoch as numbers, without the number and the size of the batch. */
export async function numbersOf(logs: Logs = {}): Promise<Record<string, number>> {
  const named = Object.entries(logs).filter(([name]) => name !== 'batch' && name !== 'size');
  return Object.fromEntries(await Promise.all(named.map(async ([name, value]) => [name, await numberOf(value)])));
}

export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'shape' in value && 'buffer' in value;

/** The value of a scalar. */
export const numberOf = async (value: number | Tensor): Promise<number> =>
  typeof value === 'number' ? value : ((await value.data()) as ArrayLike<number>)[0]!;
