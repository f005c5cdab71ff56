// The four workloads: a bundled config each, and what a peer must know to build the same.

const dense = (units, activation) => ({ kind: 'dense', units, ...(activation && { activation }) });
const conv = (filters) => ({ kind: 'conv', filters, kernel: 5, activation: 'relu' });
const pool = { kind: 'pool' };

/** What losses may differ by, relative, after the steps compared: rounding grows from step to step, with Adam quickly. */
const tolerances = { sgd: 1e-5, adam: 1e-2 };

const sgd = { name: 'sgd', lr: 0.01 };
const sweep = { startLr: 1e-7, endLr: 10, steps: 100 };
const fashion = { data: 'fashion-mnist', input: [784], loss: 'softmax', optimizer: sgd, sweep };

const described = [
  {
    ...fashion,
    config: 'fashion-mnist-mlp',
    title: 'MLP 784-256-128-10, batch 32, SGD',
    batch: 32,
    layers: [dense(256, 'relu'), dense(128, 'relu'), dense(10)],
  },
  {
    ...fashion,
    config: 'fashion-mnist-cnn',
    title: 'CNN of the Fashion-MNIST tutorial, batch 64, SGD',
    rescaling: 255, // the model of the config divides the bytes itself; the peers get them divided
    batch: 64,
    input: [28, 28, 1],
    layers: [
      conv(16),
      pool,
      conv(32),
      pool,
      { kind: 'spatial-dropout', rate: 0.2 },
      { kind: 'global-average' },
      dense(128, 'relu'),
      dense(10),
    ],
  },
  {
    ...fashion,
    config: 'fashion-mnist-dropout',
    title: 'MLP 784-784-dropout .5-10, batch 200, Adam',
    batch: 200,
    optimizer: { name: 'adam', lr: 0.001, eps: 1e-8 },
    layers: [dense(784, 'relu'), { kind: 'dropout', rate: 0.5 }, dense(10)],
  },
  {
    config: 'clr-demo',
    title: 'CLR demo 15-10-1, batch 2000, SGD',
    data: 'random-binary',
    rows: 2_000_000,
    input: [15],
    loss: 'sigmoid',
    optimizer: sgd,
    sweep,
    batch: 2000,
    layers: [dense(10, 'relu'), dense(1)],
  },
];

/** Shape of an example after each layer, and what the layer costs: its weights and its multiplications per example. */
function* walk({ input, layers }) {
  let shape = input;
  for (const layer of layers) {
    const [side, , channels] = shape;
    if (layer.kind === 'conv') {
      const { kernel, filters } = layer;
      shape = [side - kernel + 1, side - kernel + 1, filters];
      const filter = [kernel, kernel, channels, filters];
      yield { weights: [filter, [filters]], products: shape[0] * shape[1] * filter.reduce((a, b) => a * b) };
    } else if (layer.kind === 'pool') {
      shape = [side / 2, side / 2, channels];
    } else if (layer.kind === 'global-average') {
      shape = [channels];
    } else if (layer.kind === 'dense') {
      yield { weights: [[shape[0], layer.units], [layer.units]], products: shape[0] * layer.units };
      shape = [layer.units];
    }
  }
}

const bytesPerFloat = 4;
/** Arrays that an update reads or writes: weights in and out and the gradient; for Adam two moments in and out as well. */
const arraysMoved = { sgd: 3, adam: 7 };

/** Adds `weights` (shapes, Keras layout), `parameters`, `flops` and `bytes` of a step. */
function counted(workload) {
  const parts = [...walk(workload)];
  const weights = parts.flatMap((part) => part.weights);
  const parameters = weights.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
  // Forward, gradient of the weights, gradient of the inputs; the first layer's inputs need none.
  const products = parts.reduce((sum, part, i) => sum + part.products * (i === 0 ? 2 : 3), 0);
  return {
    ...workload,
    weights,
    parameters,
    tolerance: tolerances[workload.optimizer.name],
    flops: 2 * products * workload.batch,
    bytes: parameters * bytesPerFloat * arraysMoved[workload.optimizer.name],
  };
}

export const workloads = described.map(counted);
