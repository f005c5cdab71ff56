import { adamParams, adamRule } from './adam.js';
import { defineOptimizer } from './define.js';

/** Adam with weight decay outside of the running means (formulas: `adamRule`, `withWeightDecay`); .004 in Keras. */
export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'adam with decoupled weight decay',
  source:
    'Loshchilov, Hutter 2019, arXiv:1711.05101; https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html',
  step: 'scaled',
  params: adamParams,
  decay: { weightDecay: 0.01, decoupled: true },
  build: adamRule,
});
