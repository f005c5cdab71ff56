import { z } from 'zod';
import { definePreset, requireImages } from './preset.js';

/** 5x5 twice without padding, halved after each: 16 pixels leave one. */
const smallestSide = 16;

/** The convolutional network of the Fashion-MNIST tutorial. It takes bytes and divides them by 255 itself. */
export const fashionCnn = definePreset({
  name: 'fashion-cnn',
  summary: 'the Fashion-MNIST tutorial: two 5x5 convolutions (16 and 32 channels), global pooling, 128 hidden units',
  source: 'https://github.com/zalandoresearch/fashion-mnist',
  params: {
    rescale: z.boolean().default(true).describe('divide the pixels by 255; false where the data set is scaled already'),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0.2)
      .describe('share of channels set to 0 after the convolutions; 0: none'),
  },
  layers({ rescale, dropout }, context) {
    requireImages('fashion-cnn', smallestSide, context);
    return [
      ...(rescale ? ([{ layer: 'rescaling', scale: 1 / 255 }] as const) : []),
      { layer: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
      { layer: 'max-pooling2d' },
      { layer: 'conv2d', filters: 32, kernel: 5, activation: 'relu' },
      { layer: 'max-pooling2d' },
      ...(dropout > 0 ? ([{ layer: 'spatial-dropout2d', rate: dropout }] as const) : []),
      { layer: 'global-average-pooling2d' },
      { layer: 'dense', units: 128, activation: 'relu' },
      { layer: 'dense', units: context.outputs },
    ];
  },
});
