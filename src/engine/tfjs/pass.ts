import type { Dataset } from '../../datasets/dataset.js';
import { gatherInputs } from '../../datasets/gather.js';
import type { LossConfig } from '../../models/losses.js';
import { meanLoss, type Predictions } from '../losses.js';
import { gather } from '../targets.js';
import type { Device } from './device.js';
import type { Clock } from './dropout.js';
import { core, type LayersModel, type Tensor, type Variable } from './tensorflow.js';

/** One array per trainable weight; null where the loss does not depend on it. */
export type Gradients = readonly (Float32Array | null)[];

/**
 * What batch normalisation takes in a pass forward: its moving averages, or the statistics of the rows, as a step does.
 * With those of the rows the pass moves the averages too.
 */
export type Statistics = 'moving' | 'batch';

/** The two ways through a model on its data. */
export interface Passes {
  /** Outputs and targets of the rows, without dropout. Statistics: 'moving' by default. */
  forward(rows: Int32Array, statistics?: Statistics): Predictions;
  /** Outputs per row. */
  readonly width: number;
  /**
   * The training loss of the rows, penalties included. `use` gets its gradients, to be read at once.
   *
   * @param into arrays that the gradients may be written to, one per trainable weight
   */
  backward(rows: Int32Array, use: (gradients: Gradients) => void, into?: readonly Float32Array[]): number;
}

interface Pathway {
  readonly device: Device;
  readonly model: LayersModel;
  readonly dataset: Dataset;
  readonly loss: LossConfig;
  readonly clock: Clock;
}

export function passesOf({ device, model, dataset, loss: config, clock }: Pathway): Passes {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const { shape } = dataset.inputs;

  const outputsOf = (rows: Int32Array, training: boolean) =>
    model.apply(device.upload(gatherInputs(dataset, rows), [rows.length, ...shape], { kind: 'inputs' }), {
      training,
    }) as Tensor;

  const predictionsOf = (outputs: Tensor, rows: Int32Array): Predictions => ({
    outputs: device.read(outputs),
    targets: gather(dataset, rows),
    rows: rows.length,
    width: outputs.shape[1]!,
  });

  return {
    width: model.outputs[0]!.shape[1]!,

    forward(rows, statistics = 'moving') {
      clock.dropping = false;
      let outputs: Tensor;
      try {
        outputs = core.tidy(() => outputsOf(rows, statistics === 'batch'));
      } finally {
        clock.dropping = true;
      }
      const predictions = predictionsOf(outputs, rows);
      const copy = predictions.outputs.slice();
      outputs.dispose();
      return { ...predictions, outputs: copy };
    },

    backward(rows, use) {
      let dataLoss = Number.NaN;
      let penalized = false;
      const objective = () => {
        const outputs = outputsOf(rows, true);
        const ofOutputs = core.customGrad((x) => {
          const { loss, gradient } = meanLoss(config, predictionsOf(x as Tensor, rows));
          dataLoss = loss;
          // It is a term of the sum that is derived, so the factor that flows back to it is 1.
          return {
            value: device.upload(Float32Array.of(loss), [], { kind: 'loss' }),
            gradFunc: () => device.upload(gradient, outputs.shape, { kind: 'gradient' }),
          };
        });
        const penalties = model.calculateLosses();
        penalized = penalties.length > 0;
        return penalties.reduce<Tensor>((sum, penalty) => core.add(sum, penalty), ofOutputs(outputs));
      };
      return core.tidy(() => {
        const { value, grads } = core.variableGrads(objective as () => never, variables);
        use(variables.map(({ name }) => (grads[name] === undefined ? null : device.read(grads[name]))));
        return penalized ? device.read(value)[0]! : dataLoss;
      });
    },
  };
}
