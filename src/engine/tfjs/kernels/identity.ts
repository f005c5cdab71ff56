import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { CastAttrs, CastInputs, IdentityInputs, TensorInfo } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { instead } from './kernel.js';

const { Cast, Identity } = core;

const why = 'it copies values that never change; every tensor kept for the gradients passes through it';

/** Tensors are immutable, so a second handle on the same data serves as a copy (the cpu backend does the same). */
function shared(backend: BackendWasm, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

export const identity = instead<IdentityInputs, undefined>(Identity, why, ({ inputs: { x }, backend }) =>
  shared(backend, x),
);

export const cast = instead<CastInputs, CastAttrs>(Cast, why, (kernelCall, stock) => {
  const {
    inputs: { x },
    attrs: { dtype },
    backend,
  } = kernelCall;
  return x.dtype === dtype ? shared(backend, x) : stock(kernelCall);
});
