// Sequences of two numbers each time: a signal and a mark. The target is the signal at the one time that is marked.
import { randomStream } from '../../../build/base/random.js';

export default function recall({ seed, options: { rows = 3000, length = 6 } }) {
  const random = randomStream(seed, 'bench: recall');
  const inputs = new Float32Array(rows * length * 2);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const marked = random.below(length);
    for (let t = 0; t < length; t++) {
      const signal = random.normal();
      inputs.set([signal, t === marked ? 1 : 0], (row * length + t) * 2);
      if (t === marked) targets[row] = signal;
    }
  }
  return { inputs, shape: [length, 2], targets };
}
