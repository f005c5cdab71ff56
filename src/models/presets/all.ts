import { fashionCnn } from './fashion-cnn.js';
import { lenet } from './lenet.js';
import { linear } from './linear.js';
import { mlp } from './mlp.js';

/** Every model with a name, in the order of help and docs. To add one: its file, its import, its name here. */
export const presets = [linear, mlp, lenet, fashionCnn] as const;
