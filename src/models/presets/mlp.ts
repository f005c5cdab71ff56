import { z } from 'zod';
import { activationNames } from '../layers.js';
import { definePreset, flattened, type LayerInput } from './preset.js';

/**
 * Multilayer perceptron: for each width in `hidden` dense, batch normalisation, activation, dropout; then a dense layer
 * without activation. Dense layers before batch normalisation have no bias: the normalisation would take it out again.
 */
export const mlp = definePreset({
  name: 'mlp',
  summary: 'dense layers one after another',
  source: 'https://en.wikipedia.org/wiki/Multilayer_perceptron',
  params: {
    hidden: z.array(z.int().min(1).max(65_536)).max(64).default([64]).describe('widths of the hidden layers'),
    activation: z.enum(activationNames).default('relu').describe('of the hidden layers'),
    dropout: z.number().min(0).lt(1).default(0).describe('share of values set to 0 after each hidden layer; 0: none'),
    batchNorm: z.boolean().default(false).describe('batch normalisation before each activation'),
  },
  layers: ({ hidden, activation, dropout, batchNorm }, context) => [
    ...flattened(context),
    ...hidden.flatMap((units): LayerInput[] => [
      ...(batchNorm
        ? ([
            { layer: 'dense', units, bias: false },
            { layer: 'batch-normalization' },
            { layer: 'activation', activation },
          ] as const)
        : ([{ layer: 'dense', units, activation }] as const)),
      ...(dropout > 0 ? ([{ layer: 'dropout', rate: dropout }] as const) : []),
    ]),
    { layer: 'dense', units: context.outputs },
  ],
});
