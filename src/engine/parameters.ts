import { clipByValue, normDivisor } from '../optimizers/clip.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { compileElementwise } from './elementwise.js';
import { scalars } from './scalars.js';

/** Trainable weights, their gradients and the optimizer's slots: one memory, one update. */
export interface Parameters {
  /** Number of trainable parameters. */
  readonly count: number;
  /** The weights of tensor i, to be read and written. */
  readonly weights: readonly Float32Array[];
  /** Of the last update, in the order of the tensors; clipped by value, but not by norm. */
  readonly gradients: readonly Float32Array[];
  /** What the optimizer remembers of tensor i, by the names of its slots. */
  readonly slots: Readonly<Record<string, readonly Float32Array[]>>;
  /** All weights, then all slots, each in the order of the tensors: what an update changes. */
  readonly state: Uint8Array;
  /** Arrays, one per tensor, that save `addGradients` a copy if the gradients of that share are written there. */
  placesFor(share: number): readonly Float32Array[];
  /**
   * Adds share * gradients (one array per tensor; null: no influence on the loss).
   *
   * @param first forgets the gradients of the last update before
   */
  addGradients(gradients: readonly (Float32Array | null)[], share: number, first: boolean): void;
  /**
   * Clips the gradients and updates weights and slots. `t` counts updates from 1; `momentum`: the optimizer's if absent.
   *
   * @returns whether all of them are finite now
   */
  update(lr: number, t: number, momentum?: number): boolean;
}

const bytesPerPage = 65_536;
const bytesPerFloat = 4;
/** Arrays start at multiples of it, so that a loop may run over the end of one to a whole number of groups. */
const bytesPerGroup = 16;

/** Slot names get a prefix, so that no slot can be taken for the weights. */
const slotArray = (slot: string) => `slot ${slot}` as const;

/**
 * Weights and slots outside of TensorFlow: the whole update is one compiled loop over all tensors at once, whatever the
 * backend.
 *
 * @param initial the initial weights, one array per tensor
 */
export function createParameters(initial: readonly Float32Array[], optimizer: Optimizer): Parameters {
  const count = initial.reduce((sum, { length }) => sum + length, 0);
  const slots = Object.keys(optimizer.slots);
  const names = ['weight', ...slots.map(slotArray), 'gradient', 'part'];
  const stride = Math.ceil((count * bytesPerFloat) / bytesPerGroup) * bytesPerGroup;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((names.length * stride) / bytesPerPage) });
  const arrays = Object.fromEntries(names.map((name, i) => [name, i * stride]));
  const view = (name: string) => new Float32Array(memory.buffer, arrays[name]!, stride / bytesPerFloat);
  const tensors = (name: string) => {
    let end = 0;
    return initial.map(({ length }) => {
      end += length;
      return view(name).subarray(end - length, end);
    });
  };

  const weights = tensors('weight');
  for (const [i, values] of initial.entries()) weights[i]!.set(values);
  for (const [slot, { initial: value }] of Object.entries(optimizer.slots)) view(slotArray(slot)).fill(value);
  const gradient = view('gradient');
  const wholes = tensors('gradient');
  const remembered = Object.fromEntries(slots.map((slot) => [slot, tensors(slotArray(slot))]));
  const parts = tensors('part');

  const only = (...wanted: string[]) => Object.fromEntries(wanted.map((name) => [name, arrays[name]!]));
  const accumulate = compileElementwise(memory, {
    arrays: only('gradient', 'part'),
    coefficients: ['share'],
    compute: (m, x, c) => ({ gradient: m.add(x['gradient']!, m.mul(x['part']!, c['share']!)) }),
  });
  const { clip } = optimizer;
  const bound = compileElementwise(memory, {
    arrays: only('gradient'),
    coefficients: [],
    compute: (m, x) => ({ gradient: clipByValue(m, x['gradient']!, clip.value ?? Infinity) }),
  });
  const divisor = '/gradient';
  const update = compileElementwise(memory, {
    arrays: only('weight', 'gradient', ...slots.map(slotArray)),
    coefficients: [...Object.keys(optimizer.coefficients(0, 1)), ...(clip.norm === undefined ? [] : [divisor])],
    compute(m, x, c) {
      const before = Object.fromEntries(slots.map((slot) => [slot, x[slotArray(slot)]!]));
      const clipped = clip.norm === undefined ? x['gradient']! : m.div(x['gradient']!, c[divisor]!);
      const after = optimizer.update(m, { weight: x['weight']!, gradient: clipped, slots: before, c });
      return {
        weight: after.weight,
        ...Object.fromEntries(slots.map((slot) => [slotArray(slot), after.slots[slot]!])),
      };
    },
  });

  return {
    count,
    weights,
    gradients: wholes,
    slots: remembered,
    state: new Uint8Array(memory.buffer, 0, (1 + slots.length) * stride),
    placesFor: (share) => (share === 1 ? wholes : parts),
    addGradients(gradients, share, first) {
      const places = share === 1 ? wholes : parts; // all of it needs no sum
      gradients.forEach((values, i) => {
        if (values === null) places[i]!.fill(0);
        else if (values !== places[i]) places[i]!.set(values);
      });
      if (share === 1) return;
      if (first) gradient.fill(0);
      accumulate(count, { share });
    },
    update(lr, t, momentum) {
      if (clip.value !== undefined) bound(count, {});
      const scale =
        clip.norm === undefined ? {} : { [divisor]: normDivisor(scalars, sumOfSquares(gradient), clip.norm) };
      const sound = update(count, { ...optimizer.coefficients(lr, t, momentum), ...scale });
      // or only its sums overflowed
      return sound || [weights, ...Object.values(remembered)].flat().every(isFiniteThroughout);
    },
  };
}

const isFiniteThroughout = (values: Float32Array) => values.every(Number.isFinite);

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
