import { setLr } from './set-lr.js';
import { type Snapshot, snapshotOf, snapshotOfWeights } from './snapshot.js';
import { isVariable, type Model, type Variable } from './tfjs.js';

/** A slot of an optimizer, such as the velocity of one weight; made at the first update. */
interface Slot {
  readonly variable: Variable;
}

/**
 * All that training changes in a model and its optimizer: weights, learning rate, slots, counters, running products.
 *
 * The optimizer is read field by field, because its own getWeights and setWeights throw (Adamax), round (Adam) or leave
 * tensors behind. Fields of an optimizer of the user's own that are neither numbers nor variables nor slots stay as they
 * are, and so do the states of stateful layers and the random numbers of TensorFlow.js, which cannot be rewound.
 */
export function captureTrainingState(model: Model): Snapshot {
  const fields = model.optimizer as Record<string, unknown>;
  const numbers = new Map(Object.entries(fields).filter(([, value]) => typeof value === 'number'));
  const slots = new Map(Object.entries(fields).flatMap(([key, value]) => (isSlots(value) ? [[key, [...value]]] : [])));
  const variables = [...Object.values(fields).filter(isVariable), ...[...slots.values()].flat().map((s) => s.variable)];
  const parts = [snapshotOfWeights(model), snapshotOf(variables)];
  return {
    restore() {
      for (const part of parts) part.restore();
      for (const [key, before] of slots) dropNew(fields[key] as Slot[], before);
      for (const [key, value] of Object.entries(fields)) {
        if (typeof value === 'number' && !numbers.has(key)) delete fields[key]; // a counter that began meanwhile
      }
      const lr = numbers.get('learningRate');
      if (typeof lr === 'number') setLr(model.optimizer, lr);
      Object.assign(fields, Object.fromEntries(numbers));
    },
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

const isSlots = (value: unknown): value is readonly Slot[] =>
  Array.isArray(value) && value.every((slot) => isVariable(slot?.variable));

/** Takes out the slots that were made meanwhile. */
function dropNew(slots: Slot[], before: readonly Slot[]): void {
  for (const slot of slots) if (!before.includes(slot)) slot.variable.dispose();
  slots.splice(0, slots.length, ...before);
}
