// Writes where everyone starts when losses are compared, to the folder `start` of the request: the initial weights of
// lr-tool (weights.f32: one layer after another, Keras layout) and the first batches (x.f32, y.i32). Answers with the
// losses of lr-tool from there, which all others must reach.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, firstLosses, prepare, request, withoutDropout } from './run.js';

const { trainer, dataset, batches } = await prepare(withoutDropout);
const { workload, start, checkSteps } = request;

const state = await trainer.capture(); // the count of updates as float64, weights, slots of the optimizer
const weights = state.slice(Float64Array.BYTES_PER_ELEMENT).subarray(0, trainer.parameters * 4);

const { values, scaling } = dataset.inputs;
const size = workload.input.reduce((a, b) => a * b);
const entry = (numbers, i) => (typeof numbers === 'number' ? numbers : numbers[i]);
const divisor = workload.rescaling ?? 1;
const rows = Array.from({ length: checkSteps }, (_, step) => [...batches.batch(step)]).flat();
const x = new Float32Array(rows.length * size);
for (const [i, row] of rows.entries()) {
  for (let j = 0; j < size; j++) {
    x[i * size + j] = (values[row * size + j] * entry(scaling.multiply, j) + entry(scaling.add, j)) / divisor;
  }
}
const y = Int32Array.from(rows, (row) => dataset.targets.labels[row]);

for (const [name, bytes] of Object.entries({ 'weights.f32': weights, 'x.f32': x, 'y.i32': y })) {
  writeFileSync(join(start, name), new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
answer({ losses: await firstLosses({ trainer, batches }, checkSteps) });
