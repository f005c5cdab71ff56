import { cyclicReferences } from './cyclic.js';
import { fastaiMomenta, fastaiReferences } from './fastai.js';
import { kerasReferences } from './keras.js';
import { oneCycleCallback, oneCycleCallbackMomenta } from './one-cycle-callback.js';
import { optaxReferences } from './optax.js';
import type { MomentumReference, Reference } from './ours.js';
import { seedReferences } from './seed.js';
import { timmReferences } from './timm.js';
import { torchMomenta, torchReferences } from './torch.js';
import { transformersReferences } from './transformers.js';

/** The schedule that a case of a reference describes, in our terms. */
export const references: Record<string, Reference> = {
  ...torchReferences,
  ...kerasReferences,
  ...cyclicReferences,
  ...optaxReferences,
  ...transformersReferences,
  ...timmReferences,
  ...fastaiReferences,
  ...oneCycleCallback,
  ...seedReferences,
};

/** The momentum that goes with it. */
export const momenta: Record<string, MomentumReference> = {
  ...torchMomenta,
  ...fastaiMomenta,
  ...oneCycleCallbackMomenta,
};
