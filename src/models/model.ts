import type { LayerConfig } from './layers.js';

/**
 * A model ready to be built, whatever it was described by:
 * layers as data (presets have been expanded), a tfjs `model.json` with its weights, or a user's module.
 */
export type ResolvedModel =
  | { readonly kind: 'layers'; readonly layers: readonly LayerConfig[] }
  /** Absolute path of a tfjs layers model; its weight files lie in the same folder. */
  | { readonly kind: 'file'; readonly path: string }
  /** Absolute path of a module whose default export is called with { tf, inputShape, outputs } and gives a model. */
  | { readonly kind: 'module'; readonly path: string };
