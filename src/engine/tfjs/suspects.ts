import type { Dataset } from '../../datasets/dataset.js';
import { gatherInputs } from '../../datasets/gather.js';
import type { Suspect } from '../non-finite.js';
import type { Parameters } from '../parameters.js';
import type { Network } from './network.js';

export interface Search {
  readonly dataset: Dataset;
  readonly network: Network;
  readonly parameters: Parameters;
  /** Trained weights, then the others. */
  readonly names: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Whether the last step came to its update. */
  readonly updated: boolean;
  /** Rows of one pass. */
  readonly sliceRows: number;
}

/**
 * Everything in which the first number that is not finite may be, in the order in which a step makes it. Where the last
 * step updated nothing, its weights are those that gave its loss; else they are what its gradients made of them.
 */
export function* suspectsIn(rows: Int32Array, search: Search): Generator<Suspect> {
  const { dataset, network, parameters, names, updated, sliceRows } = search;
  const { shape } = dataset.inputs;
  const slices: Int32Array[] = [];
  for (let start = 0; start < rows.length; start += sliceRows) slices.push(rows.subarray(start, start + sliceRows));
  const tensors = (title: string, values: readonly Float32Array[], from = 0): Suspect[] =>
    values.map((each, i) => ({ ...names[from + i]!, name: `${title}${names[from + i]!.name}`, values: each }));

  for (const slice of slices) {
    yield { name: 'inputs', shape: [slice.length, ...shape], values: gatherInputs(dataset, slice), rows: slice };
  }
  const { targets } = dataset;
  if (targets.kind === 'numbers') {
    const { values, width } = targets;
    for (const row of rows) {
      const end = (row + 1) * width;
      yield { name: 'targets', shape: [1, width], values: values.subarray(end - width, end), rows: Int32Array.of(row) };
    }
  }
  const gradients = () => tensors('gradient of ', parameters.gradients);
  const weights = () => tensors('', parameters.weights);
  const others = () => tensors('', network.others.read(), parameters.weights.length);
  const remembered = () => Object.entries(parameters.slots).flatMap(([slot, values]) => tensors(`${slot} of `, values));
  function* outputs(): Generator<Suspect> {
    for (const slice of slices) {
      const { outputs: values, width } = network.forward(slice);
      yield { name: 'outputs', shape: [slice.length, width], values, rows: slice };
    }
  }
  const order = updated
    ? [gradients, weights, others, remembered, outputs]
    : [weights, outputs, gradients, others, remembered];
  for (const next of order) yield* next();
}
