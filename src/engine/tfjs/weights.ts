import type { Device } from './device.js';
import { core, type LayersModel } from './tensorflow.js';

type LayerVariable = LayersModel['weights'][number];

/** Some of a model's weight tensors, to be read and written as arrays. */
export interface Weights {
  readonly sizes: readonly number[];
  /** Copies. */
  read(): Float32Array[];
  /** Puts the values into the model, which copies them. Where a constraint changes them, so does it the array given. */
  write(values: readonly Float32Array[]): void;
}

export function weightsOf(device: Device, variables: readonly LayerVariable[]): Weights {
  const shapes = variables.map((variable) => variable.read().shape);
  return {
    sizes: variables.map((variable) => variable.read().size),
    read: () => variables.map((variable) => device.read(variable.read()).slice()),
    write(values) {
      core.tidy(() => {
        variables.forEach((variable, i) => {
          variable.write(device.upload(values[i]!, shapes[i]!));
          if (variable.constraint !== null) values[i]!.set(device.read(variable.read()));
        });
      });
    },
  };
}
