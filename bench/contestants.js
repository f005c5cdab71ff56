// Who is measured. Each has ways of being run: those of a peer differ in how it is written and in the number of threads,
// and the fastest counts; lr-tool runs as it comes. `command` gives what to start for one way and one request.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
export const cores = availableParallelism();
const threadCounts = cores === 1 ? [1] : [cores, 1];

const ours = ({ key, backend, mode, onRequest = false }) => ({
  key,
  title: `lr-tool, ${backend}${backend === 'native' ? `, ${mode}` : ''}`,
  packages: [],
  onRequest,
  ways: [{ backend, mode }],
  command: (request) => ({ file: process.execPath, args: [here('ours/time.js'), JSON.stringify(request)] }),
  losses: (request) => ({ file: process.execPath, args: [here('ours/losses.js'), JSON.stringify(request)] }),
});

const python =
  (script) =>
  (request, { python }) => ({
    file: python.path,
    args: [here(`peers/${script}`), JSON.stringify(request)],
  });

const peer = ({ script, variants, ...described }) => ({
  ...described,
  ways: threadCounts.flatMap((threads) => variants.map((variant) => ({ variant, threads }))),
  command: python(script),
});

/** Writes where everyone starts when losses are compared. The backend that works everywhere computes them. */
export const starter = {
  command: (request) => ({
    file: process.execPath,
    args: [here('ours/start.js'), JSON.stringify({ ...request, backend: 'wasm', mode: 'eager' })],
  }),
};

/** Of one training step. `losses` gives them where `command` does not. `packages`: of Python; a list holds alternatives. */
export const contestants = [
  ours({ key: 'native', backend: 'native', mode: 'fused' }),
  ours({ key: 'native-compiled', backend: 'native', mode: 'compiled' }),
  ours({ key: 'native-eager', backend: 'native', mode: 'eager' }),
  ours({ key: 'wasm', backend: 'wasm', mode: 'eager' }),
  ours({ key: 'cpu', backend: 'cpu', mode: 'eager', onRequest: true }),
  peer({
    key: 'pytorch',
    title: 'PyTorch',
    packages: ['torch', 'numpy'],
    script: 'pytorch_peer.py',
    variants: ['eager', 'compile'],
  }),
  peer({
    key: 'keras',
    title: 'Keras on TensorFlow',
    packages: ['keras', ['tensorflow-cpu', 'tensorflow'], 'numpy'],
    script: 'keras_peer.py',
    variants: ['fit', 'train_on_batch'],
  }),
  peer({ key: 'jax', title: 'JAX', packages: ['jax', 'jaxlib', 'numpy'], script: 'jax_peer.py', variants: ['jit'] }),
];

const lrTool = (key, backend) => ({
  key,
  title: `lr-tool find${backend === 'auto' ? '' : `, ${backend}`}`,
  packages: [],
  command: ({ workload, report }) => ({
    file: process.execPath,
    args: [
      here('../bin/lr-tool.js'),
      'find',
      workload.config,
      '--backend',
      backend,
      '--steps',
      '100',
      '--no-save',
      '--out',
      report,
    ],
    allowedStatus: [0, 1], // 1: swept, but the curve supports no suggestion
  }),
});

/** Of a whole range test, from the start of the process to the suggestion. `like` has run the same model before. */
export const finders = [
  lrTool('find', 'auto'),
  lrTool('find-wasm', 'wasm'),
  {
    key: 'torch-lr-finder',
    title: 'torch-lr-finder',
    like: 'pytorch',
    packages: ['torch', 'torch-lr-finder', 'matplotlib', 'numpy'],
    command: python('find_torch_lr_finder.py'),
  },
  {
    key: 'keras-callback',
    title: 'Keras callback',
    like: 'keras',
    packages: ['keras', ['tensorflow-cpu', 'tensorflow'], 'numpy'],
    command: python('find_keras_callback.py'),
  },
];

/** What issue 3 asks for: time of `ours` / time of the fastest of `peers`, at most. */
export const targets = {
  steps: [
    { ours: 'native', peers: ['pytorch', 'keras'], atMost: 0.8 },
    { ours: 'native', peers: ['jax'], atMost: 1 },
  ],
  finds: [
    { ours: 'find', peers: ['torch-lr-finder'], atMost: 0.6 },
    { ours: 'find', peers: ['keras-callback'], atMost: 0.4 },
  ],
};
