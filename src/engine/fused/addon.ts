/** Layers as the kernels know them, for images [height, width, channels]. Weights are named by their number; -1: none. */
export type FusedLayer =
  | {
      readonly kind: 'dense';
      readonly inputs: number;
      readonly units: number;
      readonly weight: number;
      readonly bias: number;
      readonly relu: boolean;
    }
  | (Window & {
      readonly kind: 'convolution';
      readonly top: number;
      readonly bottom: number;
      readonly left: number;
      readonly right: number;
      readonly filterHeight: number;
      readonly filterWidth: number;
      readonly filters: number;
      readonly weight: number;
      readonly bias: number;
      readonly relu: boolean;
    })
  | (Window & { readonly kind: 'max-pooling'; readonly poolHeight: number; readonly poolWidth: number })
  | { readonly kind: 'global-average'; readonly positions: number; readonly channels: number }
  | { readonly kind: 'relu'; readonly size: number }
  /** 0 where 31 random bits are below the threshold, else the factor; the same at all positions. */
  | {
      readonly kind: 'mask';
      readonly positions: number;
      readonly channels: number;
      readonly threshold: number;
      readonly factor: number;
    }
  | { readonly kind: 'rescaling'; readonly size: number; readonly scale: number; readonly offset: number };

interface Window {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** All examples of a data set, and their scaling (see `Inputs` of the data sets). */
export interface FusedInputs {
  readonly values: Uint8Array | Int32Array | Float32Array;
  /** Values of one example. */
  readonly size: number;
  readonly multiply: number | Float32Array;
  readonly add: number | Float32Array;
}

/** What the addon gives that `lr-tool setup` compiles from native/fused (see addon.cc there). */
export interface FusedAddon {
  /** The instruction set in use, e.g. "x86-64-v4". */
  kernels(): string;
  /**
   * @param most rows of the largest batch
   * @throws Error where layers do not fit each other
   */
  open(inputs: FusedInputs, layers: readonly FusedLayer[], most: number, threads: number): unknown;
  /** @param seeds four words for each mask (see `streamWords`) */
  forward(
    network: unknown,
    rows: Int32Array,
    weights: readonly Float32Array[],
    seeds: Int32Array,
    training: boolean,
    outputs: Float32Array,
  ): void;
  /** Of the batch that went forward last, in training. */
  backward(
    network: unknown,
    gradient: Float32Array,
    weights: readonly Float32Array[],
    gradients: readonly Float32Array[],
  ): void;
}
