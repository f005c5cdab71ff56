import { keras } from './keras.js';
import { optax } from './optax.js';
import { pytorch } from './pytorch.js';

/** Every library that schedules are written for. To add one: its file, its import, its name here. */
export const snippetWriters = [pytorch, keras, optax] as const;
