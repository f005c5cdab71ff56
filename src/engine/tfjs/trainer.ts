import { setImmediate } from 'node:timers/promises';
import { machineError } from '../../base/errors.js';
import { buildOptimizer } from '../../optimizers/all.js';
import type { EngineMode, Trainer, TrainerSetup } from '../engine.js';
import { meanLoss } from '../losses.js';
import { metricSum } from '../metrics.js';
import { firstNonFinite } from '../non-finite.js';
import { createParameters } from '../parameters.js';
import { joinState, splitState } from '../state.js';
import { outputsFor, targetsText } from '../targets.js';
import { compiledNetwork } from './compiled-network.js';
import type { Device } from './device.js';
import { type Clock, seedDropout } from './dropout.js';
import { checkEmbedding } from './embedding-range.js';
import { fusedNetwork } from './fused-network.js';
import { buildModel } from './model.js';
import type { Network } from './network.js';
import { type Gradients, passesOf } from './pass.js';
import type { Subject } from './proof.js';
import { rehearse } from './rehearse.js';
import { suspectsIn } from './suspects.js';
import { topologyOf } from './topology.js';
import { weightsOf } from './weights.js';

/** Rows of one forward pass of an evaluation: bounds its memory. */
const sliceRows = 256;

/**
 * A model in training on one backend. TensorFlow computes outputs and gradients; the loss of the outputs, the update and
 * its state are plain arrays (`meanLoss`, `createParameters`).
 *
 * Errors: those of `buildModel`, `seedDropout`, `checkEmbedding` and `rehearse`; ENGINE_MODE where it is to run in a
 * mode that cannot be.
 */
export async function createTrainer(device: Device, setup: TrainerSetup): Promise<Trainer> {
  const { dataset, loss, metrics, seed } = setup;
  checkEmbedding(setup.model, dataset);
  device.activate();
  const model = await buildModel(setup.model, {
    inputShape: dataset.inputs.shape,
    outputs: outputsFor(dataset, loss),
    targets: targetsText(dataset),
    seed,
  });
  device.activate();
  const clock: Clock = { update: 0, microbatch: 0, dropping: true };
  const trained = weightsOf(device, model.trainableWeights);
  const others = weightsOf(device, model.nonTrainableWeights);
  const names = [...model.trainableWeights, ...model.nonTrainableWeights].map((variable) => ({
    name: variable.originalName,
    shape: variable.read().shape,
  }));
  const eager: Network = {
    ...passesOf({ device, model, dataset, loss, clock }),
    mode: 'eager',
    whyNotFaster: null,
    trained,
    others,
    prepare: () => undefined,
    dispose: () => model.dispose(),
  };
  let network = eager;
  let whyNotResumable: string | null;
  try {
    seedDropout(model, seed, clock, device);
    whyNotResumable = rehearse(device, eager, dataset, others);
    network = fastest({ device, model, eager, setup, clock });
    if (setup.batchSize !== undefined) network.prepare(dataset.train.subarray(0, setup.batchSize));
    const { mode = 'auto' } = setup;
    if (mode !== 'auto' && network.mode !== mode) throw notInMode(mode, network.whyNotFaster);
  } catch (error) {
    network.dispose();
    throw error;
  }
  const parameters = createParameters(trained.read(), buildOptimizer(setup.optimizer));
  let updated = false;
  let finite = true;

  const evaluate: Trainer['evaluate'] = async (rows, signal) => {
    if (rows.length === 0) throw new Error('an evaluation needs a row');
    let lossSum = 0;
    const sums = metrics.map(() => 0);
    for (let start = 0; start < rows.length; start += sliceRows) {
      if (start > 0) await setImmediate(); // so that Ctrl-C does not wait for the whole data set
      signal?.throwIfAborted();
      device.activate();
      const predictions = network.forward(rows.subarray(start, start + sliceRows));
      lossSum += meanLoss(loss, predictions).loss * predictions.rows;
      metrics.forEach((name, i) => {
        sums[i]! += metricSum(name, predictions, loss);
      });
    }
    const means = metrics.map((name, i) => [name, sums[i]! / rows.length]);
    return { loss: lossSum / rows.length, metrics: Object.fromEntries(means) };
  };

  return {
    get mode() {
      return network.mode;
    },
    whyNotResumable,
    get whyNotFaster() {
      return network.whyNotFaster;
    },
    parameters: parameters.count,
    get updates() {
      return clock.update;
    },
    get finite() {
      return finite;
    },

    async step(lr, batches, momentum) {
      device.activate();
      const rows = batches.reduce((sum, batch) => sum + batch.length, 0);
      if (rows === 0) throw new Error('a step needs a row');
      let mean = 0;
      for (const [i, batch] of batches.entries()) {
        const share = batch.length / rows;
        clock.microbatch = i;
        const add = (gradients: Gradients) => parameters.addGradients(gradients, share, i === 0);
        mean += share * network.backward(batch, add, parameters.placesFor(share));
      }
      updated = Number.isFinite(mean);
      if (!updated) return mean;
      finite = parameters.update(lr, clock.update + 1, momentum);
      network.trained.write(parameters.weights);
      clock.update++;
      return mean;
    },

    evaluate,

    async batchLoss(rows) {
      const { others } = network;
      if (others.sizes.length === 0) return (await evaluate(rows)).loss; // nothing to normalise by but the rows
      if (rows.length === 0) throw new Error('a batch needs a row');
      device.activate();
      const averages = others.read();
      try {
        return evenSlices(rows).reduce((sum, slice) => {
          const predictions = network.forward(slice, 'batch');
          return sum + (meanLoss(loss, predictions).loss * slice.length) / rows.length;
        }, 0);
      } finally {
        others.write(averages);
      }
    },

    findNonFinite(rows) {
      device.activate();
      return firstNonFinite(suspectsIn(rows, { dataset, network, parameters, names, updated, sliceRows }));
    },

    async weights() {
      device.activate();
      const values = [...parameters.weights, ...network.others.read()];
      return names.map((name, i) => ({ ...name, values: values[i]!.slice() }));
    },

    topology: () => topologyOf(model),

    async capture() {
      return joinState({ updates: clock.update, parameters: parameters.state, others: network.others.read() });
    },

    async restore(state) {
      const parts = splitState(state, parameters.state.length, network.others.sizes);
      device.activate();
      parameters.state.set(parts.parameters);
      network.trained.write(parameters.weights);
      network.others.write(parts.others);
      clock.update = parts.updates;
      finite = true; // as far as is known: the next update tells
    },

    dispose() {
      network.dispose();
    },
  };
}

/** As few slices as can be, none of them of a few rows that are left over: those have no statistics to speak of. */
function evenSlices(rows: Int32Array): Int32Array[] {
  const count = Math.ceil(rows.length / sliceRows);
  const place = (i: number) => Math.round((i * rows.length) / count);
  return Array.from({ length: count }, (_, i) => rows.subarray(place(i), place(i + 1)));
}

interface Candidates extends Omit<Subject, 'graphs'> {
  readonly device: Device;
}

/** The network in the mode that was asked for, or else in the fastest that can be: fused, compiled, eager. */
function fastest({ device: { fused, graphs }, ...subject }: Candidates): Network {
  const { eager, setup } = subject;
  const { mode = 'auto' } = setup;
  const reasons: string[] = [];
  if (mode === 'auto' || mode === 'fused') {
    const network = 'why' in fused ? fused : fusedNetwork({ addon: fused, ...subject });
    if (!('why' in network)) return network;
    reasons.push(network.why);
  }
  if (mode === 'auto' || mode === 'compiled') {
    if (!('why' in graphs)) return compiledNetwork({ graphs, ...subject }, reasons[0] ?? null);
    reasons.push(graphs.why);
  }
  return { ...eager, whyNotFaster: reasons.at(-1) ?? null };
}

const notInMode = (mode: EngineMode, why: string | null) =>
  machineError('ENGINE_MODE', `the step cannot be ${mode}: ${why}`, {
    hint: 'leave --engine-mode away: it takes the fastest that can be',
  });
