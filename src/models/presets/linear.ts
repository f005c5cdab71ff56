import { definePreset, flattened } from './preset.js';

/** x W + b: linear regression, or logistic regression with the losses that take logits. */
export const linear = definePreset({
  name: 'linear',
  summary: 'one dense layer: linear or logistic regression',
  source: 'https://en.wikipedia.org/wiki/Logistic_regression',
  params: {},
  layers: (_, context) => [...flattened(context), { layer: 'dense', units: context.outputs }],
});
