// Sequences of one number: a wave of one of three frequencies with a random phase, in noise. To tell which it is.
import { randomStream } from '../../../build/base/random.js';

const frequencies = [1, 2, 3]; // periods in the sequence

export default function waves({ seed, options: { rows = 3000, length = 8, noise = 0.4 } }) {
  const random = randomStream(seed, 'bench: waves');
  const inputs = new Float32Array(rows * length);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    labels[row] = random.below(frequencies.length);
    const phase = 2 * Math.PI * random.uniform();
    for (let t = 0; t < length; t++) {
      const angle = (2 * Math.PI * frequencies[labels[row]] * t) / length + phase;
      inputs[row * length + t] = Math.sin(angle) + noise * random.normal();
    }
  }
  return { inputs, shape: [length, 1], labels };
}
