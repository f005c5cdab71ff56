// `npm run bench:memory`: whether memory stays as it is over a long training. Every backend and mode on a small model with
// all that holds state: dropout, Adam, a last smaller batch, an evaluation now and then.
// Options: --steps N (default 20000), --only native/fused,wasm/eager
import { parseArgs } from 'node:util';
import { datasetConfig } from '../build/datasets/all.js';
import { batchOrder } from '../build/datasets/batches.js';
import { loadDataset } from '../build/datasets/load.js';
import { loadEngine } from '../build/engine/load.js';
import { core } from '../build/engine/tfjs/tensorflow.js';
import { layerConfig } from '../build/models/layers.js';
import { optimizerConfig } from '../build/optimizers/all.js';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '20000' }, only: { type: 'string' } } });
const steps = Number(values.steps);
const samples = 40;
const ways = [
  ['native', 'fused'],
  ['native', 'compiled'],
  ['native', 'eager'],
  ['wasm', 'eager'],
].filter(([backend, mode]) => !values.only || values.only.split(',').includes(`${backend}/${mode}`));

const seed = 1;
const dataset = await loadDataset(datasetConfig.parse({ name: 'digits' }), {
  baseDir: '.',
  dataDirs: [],
  seed,
  allowCode: false,
});
const layers = [
  { layer: 'flatten' },
  { layer: 'dense', units: 32, activation: 'relu' },
  { layer: 'dropout', rate: 0.5 },
  { layer: 'dense', units: 10 },
].map((layer) => layerConfig.parse(layer));

console.log(
  `${steps} steps of an MLP 64-32-dropout-10, batch 32, Adam; slope of the resident memory over the second half\n`,
);
console.log(
  '| engine | tensors before, after | resident memory, MB | slope, bytes a step (upper 95 %) |\n| --- | --- | --- | --- |',
);
for (const [backend, mode] of ways) console.log(await measure(backend, mode));

async function measure(backend, mode) {
  const { engine } = await loadEngine(backend);
  const trainer = await engine.createTrainer({
    model: { kind: 'layers', layers },
    loss: { name: 'sparse-softmax-cross-entropy', fromLogits: true, delta: 1 },
    metrics: ['accuracy'],
    optimizer: optimizerConfig.parse({ name: 'adam' }),
    dataset,
    seed,
    mode,
    batchSize: 32,
  });
  const { batch } = batchOrder({ rows: dataset.train, batchSize: 32, seed });
  const points = [];
  let tensors = 0;
  for (let step = 0; step < steps; step++) {
    await trainer.step(0.001, [batch(step)]);
    if (step % 500 === 499) await trainer.evaluate(dataset.validation);
    if (step === Math.floor(steps / 10)) tensors = core.memory().numTensors;
    if (step % (steps / samples) !== 0) continue;
    globalThis.gc?.();
    points.push([step, process.memoryUsage().rss]);
  }
  const after = core.memory().numTensors;
  trainer.dispose();
  const { slope, margin } = line(points.slice(samples / 2));
  const megabytes = points.map(([, rss]) => Math.round(rss / 2 ** 20));
  return `| ${backend}, ${mode} | ${tensors}, ${after} | ${megabytes[samples / 2]} to ${megabytes.at(-1)} | ${slope.toFixed(0)} (${(slope + margin).toFixed(0)}) |`;
}

/** Least squares, with 1.73 standard errors: Student's t for 95 % on one side of 18 degrees of freedom. */
function line(points) {
  const n = points.length;
  const mean = (k) => points.reduce((sum, point) => sum + point[k], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx;
  const rest = points.reduce((sum, [x, y]) => sum + (y - my - slope * (x - mx)) ** 2, 0);
  return { slope, margin: 1.73 * Math.sqrt(rest / (n - 2) / sxx) };
}
