import { availableParallelism } from 'node:os';
import { env } from 'node:process';
import { streamWords } from '../../base/random.js';
import { threadsIn } from '../../base/threads.js';
import { sizeOf } from '../../datasets/shape.js';
import type { TrainerSetup } from '../engine.js';
import type { FusedAddon } from '../fused/addon.js';
import { meanLoss } from '../losses.js';
import { gather } from '../targets.js';
import { firstDifference, otherThan, rehearsal } from './agreement.js';
import { type Clock, maskStream } from './dropout.js';
import { type FusedModel, fusedModel, type NotFused } from './fused-layers.js';
import type { Network } from './network.js';
import type { Gradients } from './pass.js';
import type { LayersModel } from './tensorflow.js';

export interface FusedSubject {
  readonly addon: FusedAddon;
  readonly model: LayersModel;
  readonly eager: Network;
  readonly setup: TrainerSetup;
  readonly clock: Clock;
}

/** Rows that networks have room for at least: those of one slice of an evaluation. */
const usualRows = 256;

const mostThreads = 16;

/**
 * The network computed by our own kernels: a layer, its activation and its bias in one pass over memory, sums in registers,
 * nothing allocated. The loss and the update are those of all engines. Before it is used, one pass has to give what the
 * eager pass gives: loss and every gradient.
 */
export function fusedNetwork(subject: FusedSubject): Network | NotFused {
  const { addon, model, eager, setup } = subject;
  const fused = fusedModel(model);
  if ('why' in fused) return fused;
  let weights: readonly Float32Array[] = eager.trained.read();
  const kernels = kernelsOf(addon, fused, subject);
  const why = disproof(subject, kernels, weights);
  if (why !== null) return { why };

  return {
    width: eager.width,
    mode: 'fused',
    whyNotFaster: null,
    trained: {
      sizes: eager.trained.sizes,
      read: () => weights.map((values) => values.slice()),
      write(values) {
        weights = values;
      },
    },
    others: eager.others, // there are none

    prepare: () => undefined,

    forward(rows) {
      const outputs = kernels.forward(rows, weights, false).slice();
      return { outputs, targets: gather(setup.dataset, rows), rows: rows.length, width: eager.width };
    },

    backward(rows, use, into) {
      const places = into ?? eager.trained.sizes.map((length) => new Float32Array(length));
      const loss = kernels.backward(rows, weights, places);
      use(places);
      return loss;
    },

    dispose: () => eager.dispose(),
  };
}

type Arrays = readonly Float32Array[];

interface Kernels {
  /** The outputs, to be read before the next call. */
  forward(rows: Int32Array, weights: Arrays, training: boolean): Float32Array;
  /** The loss; the gradients are written. */
  backward(rows: Int32Array, weights: Arrays, gradients: Arrays): number;
}

function kernelsOf(
  addon: FusedAddon,
  { layers, masked }: FusedModel,
  { eager, setup: { dataset, loss, seed, batchSize = 1 }, clock }: FusedSubject,
): Kernels {
  const { values, shape, scaling } = dataset.inputs;
  const inputs = { values, size: sizeOf(shape), ...scaling };
  const threads = threadsIn(env['LR_TOOL_THREADS']) ?? Math.min(mostThreads, availableParallelism());
  let room = 0;
  let network: unknown;
  let outputs = new Float32Array(0);
  const roomFor = (rows: number) => {
    if (rows <= room) return;
    room = rows;
    network = addon.open(inputs, layers, room, threads);
    outputs = new Float32Array(room * eager.width);
  };
  roomFor(Math.max(usualRows, batchSize));
  const seeds = new Int32Array(4 * masked.length);
  const kernels: Kernels = {
    forward(rows, weights, training) {
      roomFor(rows.length);
      if (training)
        for (const [i, layer] of masked.entries()) seeds.set(streamWords(...maskStream(seed, layer, clock)), 4 * i);
      const wanted = outputs.subarray(0, rows.length * eager.width);
      addon.forward(network, rows, weights, seeds, training, wanted);
      return wanted;
    },
    backward(rows, weights, gradients) {
      const predicted = kernels.forward(rows, weights, true);
      const targets = gather(dataset, rows);
      const of = meanLoss(loss, { outputs: predicted, targets, rows: rows.length, width: eager.width });
      addon.backward(network, of.gradient, weights, gradients);
      return of.loss;
    },
  };
  return kernels;
}

/** Why the kernels are not to be trusted with this model; null where a pass gives what the eager one gives. */
function disproof({ eager, setup, clock }: FusedSubject, kernels: Kernels, weights: Arrays): string | null {
  const { dataset, batchSize = 2 } = setup;
  const all = dataset.train.length > 0 ? dataset.train : dataset.validation;
  const rows = otherThan(all.subarray(0, batchSize), setup);
  const { microbatch } = clock;
  clock.microbatch = rehearsal;
  try {
    let wanted: Gradients = [];
    const loss = eager.backward(rows, (gradients) => {
      wanted = gradients.map((gradient) => gradient?.slice() ?? null);
    });
    if (wanted.some((gradient) => gradient === null)) return 'a weight has no influence on its loss';
    const gradients = weights.map((values) => new Float32Array(values.length).fill(Number.NaN));
    const ours = kernels.backward(rows, weights, gradients);
    const results = [Float64Array.of(ours), ...gradients];
    const wrong = firstDifference(results, [Float64Array.of(loss), ...(wanted as Arrays)]);
    return wrong < 0 ? null : `the fused kernels give other results (number ${wrong})`;
  } finally {
    clock.microbatch = microbatch;
  }
}
