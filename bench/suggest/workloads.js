// What the suggestions are judged on. The split was made before any of it was measured: methods are chosen by the
// tuning part alone, the held-out part only says how good they are. Its models, optimizers and data sets meet in other
// combinations than those of the tuning part; lstm and a data set are in it only.

const mlp = (hidden, more = {}) => ({ name: 'mlp', hidden, ...more });
const layers = (...list) => ({ name: 'layers', layers: list });
const dense = (units, activation = 'linear') => ({ layer: 'dense', units, activation });
const conv = (filters, kernel, more = {}) => ({ layer: 'conv2d', filters, kernel, activation: 'relu', ...more });
const same = { padding: 'same' };
const norm = { layer: 'batch-normalization' };
const relu = { layer: 'activation', activation: 'relu' };
const pool = { layer: 'max-pooling2d' };
const flatten = { layer: 'flatten' };
const mean = { layer: 'global-average-pooling2d' };
const dropout = (rate) => ({ layer: 'dropout', rate });
const image = { layer: 'reshape', shape: [8, 8, 1] };

const digits = { name: 'digits' };
const fashion = { name: 'fashion-mnist', limit: 14_000 };
const fashionBytes = { ...fashion, scaling: 'none' };
const iris = { name: 'csv', path: '../../data/iris/iris.csv', label: 'species' };
const moons = { name: 'moons', rows: 2000, noise: 0.15 };
const spirals = { name: 'spirals', rows: 2000 };
const blobs = { name: 'blobs', rows: 3000, classes: 5, features: 10, spread: 3 };
const sine = { name: 'sine', rows: 2000, noise: 0.05 };
const line = { name: 'linear-regression', rows: 2000 };
const coins = { name: 'random-binary', rows: 100_000 };
const module = (name) => ({ name: 'module', path: `data/${name}.mjs` });

const momentum = { name: 'momentum', momentum: 0.9 };
const nesterov = { name: 'nesterov', momentum: 0.9 };

const tuning = [
  ['digits-mlp-sgd', digits, mlp([64, 32]), 'sgd', 32],
  ['digits-mlp-adam', digits, mlp([64, 32]), 'adam', 64],
  ['digits-cnn-momentum', digits, layers(image, conv(16, 3), pool, conv(32, 3), flatten, dense(10)), momentum, 32],
  ['digits-dropout-rmsprop', digits, mlp([128], { dropout: 0.3 }), 'rmsprop', 128],
  ['digits-batch-norm-sgd', digits, mlp([64, 64], { batchNorm: true }), 'sgd', 64],
  ['digits-linear-sgd', digits, 'linear', 'sgd', 200],
  ['fashion-mlp-sgd', fashion, mlp([128]), 'sgd', 32],
  [
    'fashion-cnn-adam',
    fashion,
    layers(conv(8, 5, { strides: 2 }), conv(16, 3, { strides: 2 }), flatten, dense(10)),
    'adam',
    64,
  ],
  ['fashion-dropout-adam', fashion, mlp([64], { dropout: 0.5 }), 'adam', 200],
  ['fashion-batch-norm-momentum', fashion, mlp([48], { batchNorm: true }), momentum, 64],
  ['iris-mlp-momentum', iris, mlp([16]), momentum, 16],
  ['moons-tanh-momentum', moons, mlp([32, 32], { activation: 'tanh' }), momentum, 32],
  ['moons-mlp-adam', moons, mlp([32]), 'adam', 100],
  ['sine-tanh-adam', sine, mlp([64, 64], { activation: 'tanh' }), 'adam', 32],
  ['sine-mlp-sgd', sine, mlp([64]), 'sgd', 64],
  ['line-linear-sgd', line, 'linear', 'sgd', 32],
  ['coins-mlp-sgd', coins, mlp([10]), 'sgd', 200],
  ['blobs-mlp-adagrad', blobs, mlp([32]), 'adagrad', 50],
  ['waves-gru-adam', module('waves'), layers({ layer: 'gru', units: 8 }, dense(3)), 'adam', 32],
  ['spirals-tanh-nesterov', spirals, mlp([32, 32], { activation: 'tanh' }), nesterov, 64],
  ['stretched-linear-momentum', module('stretched'), 'linear', momentum, 32],
  ['digits-mlp-lion', digits, mlp([64]), 'lion', 50],
];

// Added later, when those 22 were too few to choose constants by.
const furtherTuning = [
  ['digits-deep-adam', digits, mlp([64, 64, 64]), 'adam', 32],
  ['digits-tanh-sgd', digits, mlp([64, 64], { activation: 'tanh' }), 'sgd', 100],
  [
    'digits-layer-norm-sgd',
    digits,
    layers(flatten, dense(48), { layer: 'layer-normalization' }, relu, dense(10)),
    'sgd',
    32,
  ],
  [
    'digits-cnn-norm-adam',
    digits,
    layers(image, conv(8, 3, { activation: 'linear' }), norm, relu, pool, flatten, dense(10)),
    'adam',
    64,
  ],
  ['digits-linear-adam', digits, 'linear', 'adam', 16],
  ['digits-mlp-adamw', digits, mlp([128]), 'adamw', 200],
  ['digits-mlp-adamax', digits, mlp([64]), 'adamax', 50],
  ['fashion-linear-sgd', fashion, 'linear', 'sgd', 16],
  ['fashion-mlp-momentum', fashion, mlp([64, 64]), momentum, 100],
  ['fashion-mlp-nadam', fashion, mlp([32]), 'nadam', 64],
  ['fashion-dropout-sgd', fashion, mlp([64], { dropout: 0.5 }), 'sgd', 64],
  ['iris-mlp-adam', iris, mlp([16]), 'adam', 16],
  ['iris-tanh-sgd', iris, mlp([8], { activation: 'tanh' }), 'sgd', 16],
  ['iris-linear-rmsprop', iris, 'linear', 'rmsprop', 30],
  ['moons-tanh-adam', moons, mlp([16, 16], { activation: 'tanh' }), 'adam', 32],
  ['moons-deep-sgd', moons, mlp([32, 32, 32]), 'sgd', 64],
  ['spirals-mlp-adam', spirals, mlp([64, 64]), 'adam', 64],
  ['spirals-mlp-momentum', spirals, mlp([48, 48]), momentum, 32],
  ['blobs-linear-sgd', blobs, 'linear', 'sgd', 50],
  ['blobs-tanh-rmsprop', blobs, mlp([32], { activation: 'tanh' }), 'rmsprop', 100],
  ['blobs-batch-norm-adam', blobs, mlp([32], { batchNorm: true }), 'adam', 32],
  ['sine-tanh-momentum', sine, mlp([64], { activation: 'tanh' }), momentum, 64],
  ['sine-mlp-adam', sine, mlp([64, 64]), 'adam', 64],
  ['sine-deep-sgd', sine, mlp([32, 32, 32]), 'sgd', 32],
  ['line-mlp-adam', line, mlp([32]), 'adam', 64],
  ['line-linear-rmsprop', line, 'linear', 'rmsprop', 50],
  ['coins-linear-sgd', coins, 'linear', 'sgd', 100],
  ['coins-mlp-momentum', coins, mlp([16]), momentum, 64],
  ['stretched-mlp-adam', module('stretched'), mlp([32]), 'adam', 64],
  ['stretched-linear-sgd', module('stretched'), 'linear', 'sgd', 32],
  ['rings-mlp-sgd', module('rings'), mlp([32, 32]), 'sgd', 32],
  ['rings-tanh-adam', module('rings'), mlp([24, 24], { activation: 'tanh' }), 'adam', 50],
  ['rings-mlp-radam', module('rings'), mlp([64]), 'radam', 64],
  ['ripples-mlp-adam', module('ripples'), mlp([64, 64]), 'adam', 32],
  ['ripples-tanh-momentum', module('ripples'), mlp([48], { activation: 'tanh' }), momentum, 64],
  ['ripples-mlp-nesterov', module('ripples'), mlp([64]), nesterov, 100],
  ['ripples-dropout-sgd', module('ripples'), mlp([48, 48], { dropout: 0.1 }), 'sgd', 50],
  ['ripples-mlp-adagrad', module('ripples'), mlp([64]), 'adagrad', 32],
  ['mislabelled-mlp-sgd', module('mislabelled'), mlp([64]), 'sgd', 32],
  ['mislabelled-dropout-adam', module('mislabelled'), mlp([64], { dropout: 0.3 }), 'adam', 64],
  ['mislabelled-batch-norm-momentum', module('mislabelled'), mlp([32, 32], { batchNorm: true }), momentum, 32],
  ['recall-gru-adam', module('recall'), layers({ layer: 'gru', units: 6 }, dense(1)), 'adam', 32],
  ['recall-mlp-momentum', module('recall'), layers(flatten, dense(48, 'relu'), dense(1)), momentum, 32],
];

const heldOut = [
  [
    'digits-cnn-norm-adamw',
    digits,
    layers(image, conv(8, 3, { activation: 'linear', ...same }), norm, relu, pool, conv(16, 3), mean, dense(10)),
    'adamw',
    32,
  ],
  ['digits-deep-tanh-nesterov', digits, mlp([64, 64, 64, 64], { activation: 'tanh' }), nesterov, 100],
  ['digits-mlp-rmsprop', digits, mlp([32]), 'rmsprop', 16],
  ['fashion-linear-adam', fashion, 'linear', 'adam', 64],
  [
    'fashion-cnn-dropout-momentum',
    fashionBytes,
    layers(
      { layer: 'rescaling', scale: 1 / 255 },
      conv(8, 5, { strides: 2 }),
      pool,
      dropout(0.2),
      flatten,
      dense(32, 'relu'),
      dense(10),
    ),
    momentum,
    32,
  ],
  ['fashion-mlp-rmsprop', fashion, mlp([64, 32]), 'rmsprop', 32],
  [
    'fashion-layer-norm-adamw',
    fashion,
    layers(flatten, dense(48), { layer: 'layer-normalization' }, relu, dense(10)),
    'adamw',
    100,
  ],
  ['iris-linear-sgd', iris, 'linear', 'sgd', 30],
  ['iris-batch-norm-adam', iris, mlp([16], { batchNorm: true }), 'adam', 16],
  ['spirals-tanh-adam', spirals, mlp([32, 32], { activation: 'tanh' }), 'adam', 50],
  ['blobs-deep-sgd', blobs, mlp([64, 64, 64]), 'sgd', 200],
  ['moons-mlp-sgd', moons, mlp([64]), 'sgd', 16],
  ['friedman-mlp-momentum', module('friedman'), mlp([64]), momentum, 64],
  ['friedman-dropout-sgd', module('friedman'), mlp([64, 64], { dropout: 0.1 }), 'sgd', 32],
  ['sine-mlp-nadam', sine, mlp([64, 64]), 'nadam', 128],
  ['waves-lstm-rmsprop', module('waves'), layers({ layer: 'lstm', units: 8 }, dense(3)), 'rmsprop', 32],
  ['coins-mlp-adam', coins, mlp([20]), 'adam', 100],
  ['line-linear-nesterov', line, 'linear', nesterov, 16],
];

const described =
  (part) =>
  ([name, dataset, model, optimizer, batchSize]) => ({
    name,
    part,
    config: { dataset, model, optimizer, batchSize },
  });

export const workloads = [
  ...[...tuning, ...furtherTuning].map(described('tuning')),
  ...heldOut.map(described('held-out')),
];
