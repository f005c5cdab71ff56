import { definePreset, requireImages } from './preset.js';

/** 5x5 twice without padding, halved after each: 16 pixels leave one. */
const smallestSide = 16;

/** Caffe's LeNet, the MNIST network of Smith 2018: no activation after the convolutions. */
export const lenet = definePreset({
  name: 'lenet',
  summary: 'two 5x5 convolutions (20 and 50 channels), max pooling, 500 hidden units',
  source: 'LeCun et al. 1998; the form of Caffe, https://github.com/BVLC/caffe/tree/master/examples/mnist',
  params: {},
  layers(_, context) {
    requireImages('lenet', smallestSide, context);
    return [
      { layer: 'conv2d', filters: 20, kernel: 5 },
      { layer: 'max-pooling2d' },
      { layer: 'conv2d', filters: 50, kernel: 5 },
      { layer: 'max-pooling2d' },
      { layer: 'flatten' },
      { layer: 'dense', units: 500, activation: 'relu' },
      { layer: 'dense', units: context.outputs },
    ];
  },
});
