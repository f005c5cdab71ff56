// Held-out workloads drawn by chance, so that nobody chose what is hard or easy: of every data set two, with models,
// optimizers and batch sizes as people use them. Drawn before any of them was measured; the seed was never changed. The
// first were looked at while the method was made, the last were drawn and measured when it was finished.
import { randomStream } from '../../build/base/random.js';
import {
  blobs,
  coins,
  conv,
  dense,
  digits,
  fashion,
  flatten,
  image,
  iris,
  layers,
  line,
  mlp,
  module,
  momentum,
  moons,
  nesterov,
  norm,
  relu,
  sine,
  spirals,
} from './parts.js';

const each = 2;
const { below } = randomStream(2026, 'bench: held out');
const oneOf = (list) => list[below(list.length)];

const units = [16, 32, 64, 128];

/** Dense layers: one to three, of one width, plain or regularised. */
function drawDense() {
  const hidden = new Array(1 + below(3)).fill(oneOf(units));
  const activation = oneOf(['relu', 'relu', 'tanh', 'elu']);
  const more = oneOf([{}, {}, {}, { dropout: 0.2 }, { dropout: 0.5 }, { batchNorm: true }]);
  const [trait = ''] = Object.keys(more);
  return {
    name: ['mlp', hidden.length, activation, trait].filter(Boolean).join('-'),
    model: mlp(hidden, { activation, ...more }),
  };
}

const drawLinear = () => ({ name: 'linear', model: 'linear' });

/** Two convolutions, the second with a stride; with batch normalisation or without. */
const drawConv =
  (...first) =>
  () => {
    const [filters, kernel, normed] = [oneOf([8, 16]), oneOf([3, 5]), oneOf([false, true])];
    const begin = normed ? [conv(filters, kernel, { activation: 'linear' }), norm, relu] : [conv(filters, kernel)];
    const rest = [conv(2 * filters, 3, { strides: 2 }), flatten, dense(10)];
    return { name: normed ? 'cnn-norm' : 'cnn', model: layers(...first, ...begin, ...rest) };
  };

const drawRecurrent = (outputs) => () => {
  const layer = oneOf(['gru', 'lstm']);
  return { name: layer, model: layers({ layer, units: oneOf([8, 16]) }, dense(outputs)) };
};

const drawUnrolled = (outputs) => () => ({
  name: 'unrolled',
  model: layers(flatten, dense(oneOf(units), 'relu'), dense(outputs)),
});

const plane = [drawDense];
const table = [drawLinear, drawDense, drawDense];
const images = (...first) => [drawLinear, drawDense, drawConv(...first)];
const sequences = (outputs) => [drawRecurrent(outputs), drawRecurrent(outputs), drawUnrolled(outputs)];
const usual = [16, 32, 50, 64, 100, 128, 200];

/** Data sets with the models that suit them. Those of the plane are no task for a line. */
const tasks = [
  { name: 'digits', dataset: digits, models: images(image) },
  { name: 'fashion', dataset: fashion, models: images() },
  { name: 'iris', dataset: iris, models: table, batches: [10, 16, 30] },
  { name: 'moons', dataset: moons, models: plane },
  { name: 'spirals', dataset: spirals, models: plane },
  { name: 'blobs', dataset: blobs, models: table },
  { name: 'sine', dataset: sine, models: plane },
  { name: 'line', dataset: line, models: table },
  { name: 'coins', dataset: coins, models: table },
  { name: 'stretched', dataset: module('stretched'), models: table },
  { name: 'rings', dataset: module('rings'), models: plane },
  { name: 'ripples', dataset: module('ripples'), models: plane },
  { name: 'mislabelled', dataset: module('mislabelled'), models: table },
  { name: 'friedman', dataset: module('friedman'), models: table },
  { name: 'teacher', dataset: module('teacher'), models: table },
  { name: 'bumps', dataset: module('bumps'), models: table },
  { name: 'waves', dataset: module('waves'), models: sequences(3) },
  { name: 'recall', dataset: module('recall'), models: sequences(1) },
];

const optimizers = [
  'sgd',
  momentum,
  nesterov,
  'adam',
  'adamw',
  'rmsprop',
  'adagrad',
  'nadam',
  'radam',
  'adamax',
  'lion',
];

function draw({ name, dataset, models, batches = usual }) {
  const { name: kind, model } = oneOf(models)();
  const optimizer = oneOf(optimizers);
  const batchSize = oneOf(batches);
  return [`${name}-${kind}-${optimizer.name ?? optimizer}-${batchSize}`, dataset, model, optimizer, batchSize];
}

const drawSome = () => tasks.flatMap((task) => Array.from({ length: each }, () => draw(task)));

export const drawn = drawSome();
export const drawnLast = drawSome();
