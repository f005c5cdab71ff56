// What the wasm kernels of src/engine/tfjs/kernels cost: one training step of two convolutional networks and an MLP, by
// kernel; matrix products; and each kernel that stands in for one of the backend, beside that one.
//   node scripts/ready.js && node bench/kernels.js [steps|before|products|kernels ...]
// The smallest time of many is shown: other work on the machine only ever adds to it.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { registerMissingKernels } from '../build/engine/tfjs/kernels/all.js';

tf.enableProdMode();
await tf.setBackend('wasm');
await tf.ready();
const stock = new Map(tf.getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel]));
registerMissingKernels();

const random = (...shape) => tf.randomUniform(shape, -1, 1, 'float32', 1);

/** Smallest time in ms of many calls. */
function fastest(work, atLeastMs = 400) {
  let best = Number.POSITIVE_INFINITY;
  const start = performance.now();
  for (let i = 0; i < 10 || performance.now() - start < atLeastMs; i++) {
    const before = performance.now();
    tf.tidy(() => void work());
    best = Math.min(best, performance.now() - before);
  }
  return best;
}

const row = (...cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(46) : cell.padStart(11))).join(''));
const ms = (time) => `${time.toFixed(2)} ms`;
const rate = (flops, time) => `${(flops / time / 1e6).toFixed(1)} GF/s`;

/** Name, batch, image, layers, floating point operations of the products of one step (forward, dW, dx). */
const networks = [
  {
    name: 'Fashion-MNIST CNN (16, 32, 128), batch 64',
    batch: 64,
    flops: 2 * 64 * (2 * 24 * 24 * 16 * 25 + 3 * 8 * 8 * 32 * 400 + 3 * (32 * 128 + 128 * 10)),
    layers: () => [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 16, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 32, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 128, activation: 'relu' }),
      layers.dense({ units: 10 }),
    ],
  },
  {
    name: 'LeNet (20, 50, 500), batch 64',
    batch: 64,
    flops: 2 * 64 * (2 * 24 * 24 * 20 * 25 + 3 * 8 * 8 * 50 * 500 + 3 * (800 * 500 + 500 * 10)),
    layers: () => [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 20, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 50, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 500, activation: 'relu' }),
      layers.dense({ units: 10 }),
    ],
  },
  {
    name: 'MLP 784-128-10, batch 128',
    batch: 128,
    flops: 2 * 128 * (2 * 784 * 128 + 3 * 128 * 10),
    layers: () => [layers.dense({ inputShape: [784], units: 128, activation: 'relu' }), layers.dense({ units: 10 })],
  },
];

function stepOf({ batch, layers: build }) {
  const model = sequential({ layers: build() });
  const x = random(batch, ...model.inputs[0].shape.slice(1));
  const labels = Array.from({ length: batch }, (_, i) => i % 10);
  const y = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 10), 'float32');
  const variables = model.trainableWeights.map((weight) => weight.val);
  return () => {
    const loss = () => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }));
    const { value, grads } = tf.variableGrads(loss, variables);
    for (const v of variables) v.assign(tf.sub(v, tf.mul(grads[v.name], 0.01)));
    return value.dataSync()[0];
  };
}

function replace(kernel) {
  tf.unregisterKernel(kernel.kernelName, 'wasm');
  tf.registerKernel(kernel);
}

/** Smallest time per step of each kernel, without the kernels that it calls. */
function profile(step) {
  let times = new Map();
  let inner = 0;
  const watched = tf.getKernelsForBackend('wasm');
  for (const kernel of watched) {
    const kernelFunc = (call) => {
      const outer = inner;
      inner = 0;
      const before = performance.now();
      const result = kernel.kernelFunc(call);
      const time = performance.now() - before;
      times.set(kernel.kernelName, (times.get(kernel.kernelName) ?? 0) + time - inner);
      inner = outer + time;
      return result;
    };
    replace({ ...kernel, kernelFunc });
  }
  const best = new Map();
  for (let i = 0; i < 40; i++) {
    times = new Map();
    tf.tidy(() => void step());
    for (const [name, time] of times) best.set(name, Math.min(time, best.get(name) ?? time));
  }
  watched.forEach(replace);
  return [...best].sort((a, b) => b[1] - a[1]);
}

function steps() {
  for (const network of networks) {
    const step = stepOf(network);
    const time = fastest(step, 2000);
    row(network.name, ms(time), rate(network.flops, time));
    for (const [name, part] of profile(step).slice(0, 9)) row(`  ${name}`, ms(part));
  }
}

/** The same steps with the backend's own kernel wherever it has one; those that it lacks stay ours. */
function before() {
  const own = [...stock.keys()].map((name) => tf.getKernel(name, 'wasm'));
  stock.forEach(replace);
  steps();
  own.forEach(replace);
}

function products() {
  const shapes = [
    [512, 512, 512],
    [64, 784, 256],
    [64, 800, 500],
    [400, 256, 32],
    [25, 5184, 16],
    [256, 32, 400],
  ];
  row('m x k x n', 'ours', '', 'backend', '');
  for (const [m, k, n] of shapes) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
    ]) {
      const a = transposeA ? random(k, m) : random(m, k);
      const b = transposeB ? random(n, k) : random(k, n);
      const ours = fastest(() => tf.matMul(a, b, transposeA, transposeB));
      // A new b each time, as weights are in training: the backend keeps what it prepares for a b it has seen.
      const theirs = fastestStock('BatchMatMul', () => ({ a, b: tf.clone(b) }), { transposeA, transposeB });
      const kind = transposeA ? 'a transposed' : transposeB ? 'b transposed' : '';
      const flops = 2 * m * k * n;
      row(`${m} x ${k} x ${n} ${kind}`, ms(ours), rate(flops, ours), ms(theirs), rate(flops, theirs));
    }
  }
}

/** Smallest time of the backend's own kernel. */
function fastestStock(name, inputsOf, attrs) {
  const { kernelFunc } = stock.get(name);
  const copy = stock.get('Identity').kernelFunc; // the backend's own: ours shares the data, and so what was prepared for it
  let best = Number.POSITIVE_INFINITY;
  const backend = tf.backend();
  for (let i = 0; i < 20; i++) {
    const inputs = Object.entries(inputsOf()).map(([key, x]) => [key, copy({ inputs: { x }, backend })]);
    const before = performance.now();
    const out = kernelFunc({ inputs: Object.fromEntries(inputs), attrs, backend });
    best = Math.min(best, performance.now() - before);
    for (const { dataId } of [out, ...inputs.map(([, x]) => x)]) backend.disposeData(dataId);
  }
  return best;
}

function kernels() {
  const conv = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC' };
  const pool = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
  const [x, pooled] = [random(64, 24, 24, 16), random(64, 12, 12, 16)];
  const cases = [
    [
      'Conv2DBackpropInput',
      { dy: random(64, 8, 8, 32), filter: random(5, 5, 16, 32) },
      { ...conv, inputShape: pooled.shape },
    ],
    ['Conv2DBackpropFilter', { x: pooled, dy: random(64, 8, 8, 32) }, { ...conv, filterShape: [5, 5, 16, 32] }],
    ['Conv2DBackpropFilter', { x: random(64, 28, 28, 1), dy: x }, { ...conv, filterShape: [5, 5, 1, 16] }],
    ['DepthwiseConv2dNativeBackpropFilter', { x, dy: random(64, 22, 22, 16) }, { ...conv, filterShape: [3, 3, 16, 1] }],
    [
      'DepthwiseConv2dNativeBackpropInput',
      { dy: random(64, 22, 22, 16), filter: random(3, 3, 16, 1) },
      { ...conv, inputShape: x.shape },
    ],
    ['MaxPoolGrad', { dy: pooled, input: x, output: pooled }, pool],
    ['Sum', { x }, { axis: [0, 1, 2], keepDims: false }],
    ['Mean', { x }, { axis: [0, 1, 2], keepDims: false }],
    ['Identity', { x }, {}],
  ];
  row('kernel', 'ours', 'backend');
  for (const [name, inputs, attrs] of cases) {
    const ours = fastest(() => tf.engine().runKernel(name, inputs, attrs));
    const theirs = stock.has(name) ? ms(fastestStock(name, () => inputs, attrs)) : 'none';
    row(`${name} ${Object.values(inputs)[0].shape}`, ms(ours), theirs);
  }
}

const parts = { steps, before, products, kernels };
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  if (!(name in parts)) throw new Error(`no part '${name}'; known: ${Object.keys(parts).join(', ')}`);
  console.log(`\n${name}`);
  parts[name]();
}
