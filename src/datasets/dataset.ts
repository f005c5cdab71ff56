import type { z } from 'zod';
import type { FillName } from './fill.js';
import type { ScalingName } from './scale.js';

/** One number per element, as read: images stay bytes until they are batched. */
export type Values = Uint8Array | Int32Array | Float32Array;

/** x -> x * multiply + add while batching. A number acts on every value, an array has one entry per value of an example. */
export interface Scaling {
  readonly multiply: number | Float32Array;
  readonly add: number | Float32Array;
}

/** All examples of a data set one after another, row-major: example i is values[i * size, (i + 1) * size). */
export interface Inputs {
  readonly values: Values;
  /** Shape of one example, e.g. [28, 28, 1] or [64]. */
  readonly shape: readonly number[];
  readonly scaling: Scaling;
}

export type Targets =
  /** labels[i] in [0, classes.length) */
  | { readonly kind: 'classes'; readonly labels: Uint8Array | Int32Array; readonly classes: readonly string[] }
  /** width numbers per example: regression values, or one-hot rows with the classes' names */
  | {
      readonly kind: 'numbers';
      readonly values: Float32Array;
      readonly width: number;
      readonly classes?: readonly string[];
    };

/**
 * A data set in memory. Training and validation are lists of rows into the same arrays, so that nothing is copied.
 * Never holds a tensor.
 */
export interface Dataset {
  readonly name: string;
  readonly inputs: Inputs;
  readonly targets: Targets;
  /** Row numbers of the training examples, in file order. */
  readonly train: Int32Array;
  /** Row numbers of the validation examples; empty if there are none. */
  readonly validation: Int32Array;
}

/** What a data set source gets besides its parameters. */
export interface DatasetContext {
  /** Folder that relative paths start from: that of the config file. */
  readonly baseDir: string;
  /** Folders that hold data sets by name, best first: LR_TOOL_DATA, the user's cache folder, /usr/share/datasets. */
  readonly dataDirs: readonly string[];
  readonly seed: number;
  /** The user said --allow-code: modules named by the config may run. */
  readonly allowCode: boolean;
}

/** What a source delivers, before scaling, splitting and limiting, which are the same for all. */
export interface RawDataset {
  readonly values: Values;
  readonly shape: readonly number[];
  readonly targets: Targets;
  /** The source's own test part begins at this row; left out where it has none. */
  readonly testFrom?: number;
  /** What the data is called in reports, e.g. a file name; the source's name if left out. */
  readonly name?: string;
  /** The value that scaling `unit` maps to 1: 255 for bytes, 16 for digits; the largest |x| in training if left out. */
  readonly unit?: number;
  /** NaN in the values is a gap, to be filled this way; left out: NaN is an error. */
  readonly fill?: FillName;
}

/** How one kind of data set is described, validated and loaded. */
export interface DatasetSpec<N extends string = string, S extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Where the data comes from, with its licence if it is bundled. */
  readonly source: string;
  readonly params: S;
  /** The scaling that suits this source; the config may name another. */
  readonly scaling: ScalingName;
  /** An example of the parameters that `name` alone does not supply; for docs and tests. */
  readonly example: z.input<z.ZodObject<S>>;
  readonly load: (params: z.output<z.ZodObject<S>>, context: DatasetContext) => Promise<RawDataset>;
}
