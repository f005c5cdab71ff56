import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compileExpression } from '../../src/base/expression.js';
import { comparisons } from '../../src/cli/resume/comparison.js';
import { rangeTests } from '../../src/cli/resume/range-test.js';
import type { Resumable } from '../../src/cli/resume/stopped-run.js';
import { trainings } from '../../src/cli/resume/training.js';
import { shownReport } from '../../src/cli/shown-report.js';
import { loadConfig } from '../../src/config/load.js';
import { resolveConfig } from '../../src/config/resolve.js';
import { readCurve } from '../../src/curves/read.js';
import { reportIn } from '../../src/curves/report.js';
import { type DatasetConfig, datasetConfig } from '../../src/datasets/all.js';
import { inspectData } from '../../src/datasets/inspect/inspect.js';
import { loadDataset } from '../../src/datasets/load.js';
import { plain } from '../../src/plots/paint.js';
import { parseManifest } from '../../src/provision/manifest.js';
import { parseReport } from '../../src/reports/read.js';
import { packFindSnapshot } from '../../src/runs/find-snapshot.js';
import { packSnapshot } from '../../src/runs/snapshot.js';
import { suggestFromCurves, suggestFromReport } from '../../src/runs/suggest.js';
import { buildSchedule, type ScheduleConfig } from '../../src/schedules/all.js';
import { type CheckpointContent, decodeCheckpoint, encodeCheckpoint } from '../../src/storage/checkpoint.js';
import { readSafetensors, safetensors } from '../../src/storage/safetensors.js';
import { eventFile } from '../../src/tensorboard/events.js';
import { readRecords, recordOf } from '../../src/tensorboard/records.js';
import { contextIn, idxBytes } from '../datasets/files.js';
import type { Fed, Reader } from './reader.js';

const root = new URL('../../', import.meta.url);
const file = (path: string) => readFileSync(new URL(path, root));
const npy = (name: string) => file(`test/fixtures/npy/${name}`);

/** A config file of that name, as commands read it, and the rates it asks for. */
const config = (name: string, corpus: Reader['corpus']): Reader => ({
  name: `config ${name}`,
  corpus,
  async read(fed) {
    const config = fed.file(name);
    const source = await loadConfig({ config, cwd: '/', readStdin: async () => '', allowCode: false });
    const resolved = resolveConfig({ source, cwd: '/' });
    rates({ maxLr: 0.1, ...resolved.config.train.schedule } as ScheduleConfig, 'lr\n1\n');
  },
});

/** The rates of a schedule, whose file is the text. */
function rates(schedule: ScheduleConfig, text: string): void {
  const rate = buildSchedule(schedule, { totalSteps: 1000, stepsPerEpoch: 100, readText: () => text });
  for (const step of [0, 1, 999, 1e6]) rate(step);
}

/** The texts of --set, one a line, put into a small config. */
const settings = (corpus: Reader['corpus']): Reader => ({
  name: '--set',
  corpus,
  async read({ text }) {
    const small = async () => '{"dataset": "digits", "model": "mlp"}';
    const source = await loadConfig({ config: '-', cwd: '/', readStdin: small, allowCode: false });
    resolveConfig({ source, cwd: '/', set: text.split('\n') });
  },
});

/** A data set that the config reads from the file, through all checks. */
const data = (name: string, corpus: Reader['corpus'], choice: (fed: Fed) => object): Reader => ({
  name: `data ${name}`,
  corpus,
  read: (fed) => loadDataset(datasetConfig.parse({ validation: 0, ...choice(fed) }) as DatasetConfig, contextIn('/')),
});

const csvData = (name: string, corpus: Reader['corpus'], options: object = {}): Reader =>
  data(name, corpus, (fed) => ({ name: 'csv', path: fed.file('data.csv'), ...options }));

/** A data file, as `init` looks at it. */
const init = (
  name: string,
  corpus: Reader['corpus'],
  path: (fed: Fed) => string,
  target?: (fed: Fed) => string,
): Reader => ({
  name: `init ${name}`,
  corpus,
  read: (fed) => inspectData(path(fed), { target: target?.(fed) }),
});

const labels = idxBytes([6], [0, 1, 2, 0, 1, 2]);
const images = idxBytes(
  [6, 2, 2],
  Array.from({ length: 24 }, (_, i) => i),
);

/** A curve recorded elsewhere, and what `suggest` says of it. */
const curve = (name: string, corpus: Reader['corpus']): Reader => ({
  name: `curve ${name}`,
  corpus,
  read({ bytes }) {
    const source = { where: 'curve', bytes };
    const report = reportIn(source);
    if (report !== null) suggestFromReport(report, '0.1.0', {});
    else suggestFromCurves([{ curve: readCurve(source).curve, name: 'curve' }], '0.1.0', {});
  },
});

/** A report, drawn as `plot` draws it. */
const report = (name: string, corpus: Reader['corpus']): Reader => ({
  name: `report ${name}`,
  corpus,
  read: ({ text }) =>
    shownReport(parseReport(text, 'report'), { paint: plain, width: 80, height: 20, symbols: 'line' }),
});

const tensors = [
  { name: 'bytes', shape: [3], values: Uint8Array.of(1, 2, 255) },
  { name: 'doubles', shape: [2], values: Float64Array.of(0.1, Number.NaN) },
  { name: 'floats', shape: [2, 1], values: Float32Array.of(1.5, -0) },
];

/** What readers of files that only lr-tool names throw: a sentence that whoever knows the name completes. */
const sentence = (error: unknown) => error instanceof Error && error.constructor === Error;

/** A checkpoint whose hash is right again after the damage: what is behind the hash is reached too. */
function resealed(bytes: Buffer): Buffer {
  const from = bytes.indexOf('"sha256":"') + 10;
  const digits = bytes.subarray(from, from + 64).fill('0');
  digits.write(createHash('sha256').update(bytes).digest('hex'));
  return bytes;
}

const runIdentity = {
  tool: '0.1.0',
  config: { dataset: 'moons', model: 'mlp' },
  engine: { backend: 'cpu', mode: 'eager', dtype: 'float32', versions: { node: '20' } },
  data: 'd',
  model: 'm',
};

const epoch = {
  kind: 'epoch',
  epoch: 1,
  step: 2,
  lr: 0.1,
  loss: 1.5,
  validation: { loss: Number.NaN, metrics: { accuracy: 0.5 } },
  actions: [{ controller: 'plateau', action: 'reduce-lr', lr: [0.1, 0.05], why: 'no better' }],
} as const;

const training = packSnapshot(
  {
    position: {
      step: 2,
      lr: 0.1,
      sums: { loss: 1, rows: 2 },
      control: {
        panel: { members: { plateau: { state: { wait: 1 }, lr: 0.05 } } },
        scale: 0.5,
        kept: { epoch: 1, state: Uint8Array.of(1) },
      },
    },
    trainer: Uint8Array.of(1, 2, 3),
    steps: [1, 2].map((i) => ({ kind: 'step', step: i - 1, epoch: 1, lr: 0.1, momentum: 0.9, loss: i })),
    epochs: [epoch],
    best: { weights: [{ name: 'w', shape: [1], values: Float32Array.of(1) }], epoch, score: 1.5 },
    spent: { trainMs: 1, stepMs: 1 },
  },
  2,
);
const rangeTest = packFindSnapshot({
  finished: [[0, { seed: 42, loss: [3, 2], valLoss: [], fixedLoss: [], stop: 'completed', lastLr: 1, ms: 1 }]],
  current: { number: 1, loss: [3], valLoss: [3], fixedLoss: [2], trainer: Uint8Array.of(1), ms: 1 },
});

/** Checkpoints as the commands that resume save them, and read as these read them. */
const checkpoint = <Saved>(
  command: string,
  { read }: Resumable<Saved>,
  data: object,
  tensors: CheckpointContent['tensors'] = [],
): Reader => ({
  name: `checkpoint of ${command}, its hash right`,
  corpus: [encodeCheckpoint({ data, tensors })],
  read: ({ bytes }) => read(decodeCheckpoint(resealed(bytes))),
  mayThrow: sentence,
});

const points = [
  [0.001, 2.5],
  [0.01, 1.5],
  [0.1, 0.5],
] as const;

const scalars = points.flatMap(([lr, loss], step) => [
  { tag: 'lr', step, value: lr, wallTime: 1 },
  { tag: 'loss', step, value: loss, wallTime: 1 },
]);
const events = Buffer.from(eventFile(scalars, 1));
/** The last record without its length and checksums. */
const event = readRecords(events).records.at(-1)!;

/** Every reader of what others wrote. To add one: a line here. */
export const readers: readonly Reader[] = [
  config(
    'c.json',
    ['digits-mlp', 'digits-cnn', 'iris-csv', 'mnist-lenet'].map((name) => file(`configs/${name}.json`)),
  ),
  config('c.jsonc', ['// of mine\n{ "dataset": "moons", /* small */ "model": { "name": "mlp", "hidden": [4,] }, }']),
  config(
    'c.yaml',
    ['clr-sine', 'keras-sgdr', 'dropout-stopping', 'one-cycle'].map((name) =>
      file(`configs/reproductions/${name}.yaml`),
    ),
  ),
  settings([
    'optimizer=adam\nfind.steps=50\nmodel.hidden=[16, 8]',
    'train.schedule={"name": "clr", "maxLr": 1, "halfCycle": "2ep", "scale": "1 / 2^(x - 1)"}\ntrain.epochs=3',
    'model={"name":"layers","layers":[{"layer":"dense","units":3}]}\nmodel.layers.0.units=4\ndataset.limit=100',
  ]),
  csvData('CSV', ['a,b,y\n1,2,x\n3,4.5,z\n5,6,x\n7,8,z\n7,8,z\n', '1,2\n3,4\n5,6\n7,8\n', file('data/iris/iris.csv')]),
  csvData('CSV with quotes and gaps', ['a,"b ""c""",y\r\n"1","2",0.5\r\n,NA,1\r\n3,4,2.25\r\n4,"5",6\r\n'], {
    missing: 'mean',
  }),
  csvData('CSV with categories', ['a,b,y\n1,red,x\n2,blue,z\n,red,x\n4,,z\n'], { categorical: ['b'], missing: 'mean' }),
  csvData('gzip', [gzipSync('a,b,y\n1,2,x\n3,4.5,z\n5,6,x\n7,8,z\n')]),
  data('IDX', [images], (fed) => ({ name: 'idx', images: fed.file('images'), labels: fed.file('labels', labels) })),
  data('IDX, gzip', [gzipSync(images)], (fed) => ({
    name: 'idx',
    images: fed.file('images.gz'),
    labels: fed.file('labels', labels),
  })),
  data(
    'NPY',
    ['f4', 'i1', 'u8', 'b1', 'fortran-f8-big-endian', 'f8-big-endian', 'version-3'].map((name) => npy(`${name}.npy`)),
    (fed) => ({
      name: 'npy',
      inputs: fed.file('x.npy'),
      targets: fed.file('y.npy'),
      task: 'regression',
    }),
  ),
  data(
    'NPZ',
    ['stored', 'compressed'].map((name) => npy(`${name}.npz`)),
    (fed) => ({
      name: 'npz',
      path: fed.file('data.npz'),
      inputs: 'x_train',
      targets: 'y_train',
      testInputs: 'x_test',
      testTargets: 'y_test',
    }),
  ),
  init('CSV', ['a,b,y\n1,2,x\n3,4.5,z\n', 'a;"b";y\n1;;x\n2;NA;x\n'], (fed) => fed.file('d.csv')),
  init(
    'NPY',
    [npy('f4.npy'), npy('i1.npy')],
    (fed) => fed.file('x.npy'),
    (fed) => fed.file('y.npy', npy('i1.npy')),
  ),
  init('NPZ', [npy('stored.npz'), npy('compressed.npz')], (fed) => fed.file('d.npz')),
  init('IDX', [images], (fed) => {
    fed.file('train-labels-idx1-ubyte', labels);
    return fed.file('train-images-idx3-ubyte');
  }),
  {
    name: 'safetensors',
    corpus: [safetensors(tensors, { tool: 'x', data: '{}' })],
    read: ({ bytes }) => readSafetensors(bytes),
    mayThrow: sentence,
  },
  {
    name: 'checkpoint',
    corpus: [encodeCheckpoint({ data: training.data, tensors: training.tensors })],
    read: ({ bytes }) => decodeCheckpoint(bytes),
    mayThrow: sentence,
  },
  checkpoint(
    'train',
    trainings,
    { identity: runIdentity, rates: 'given', forced: [], snapshot: training.data },
    training.tensors,
  ),
  checkpoint('find', rangeTests, { identity: runIdentity, snapshot: rangeTest.data }, rangeTest.tensors),
  checkpoint('find --sweep', rangeTests, {
    tool: '0.1.0',
    sweep: 'batchSize=16,32',
    threads: 2,
    key: 'batchSize',
    config: runIdentity.config,
    values: [{ text: '16', value: 16, config: runIdentity.config }],
    baseDir: '.',
  }),
  checkpoint('compare', comparisons, {
    tool: '0.1.0',
    contenders: [{ label: 'a', config: runIdentity.config, baseDir: '.', rates: 'given' }],
    seeds: [1],
    judge: { by: 'loss', better: 'lower' },
    threads: 2,
    warnings: [],
  }),
  report('find', [file('test/fixtures/find.v1.json')]),
  report('train', [file('test/fixtures/train.v1.json')]),
  report('compare', [file('test/fixtures/compare.v1.json')]),
  report('schedule', [
    JSON.stringify({
      kind: 'lr-tool/schedule',
      version: 1,
      tool: '0.1.0',
      schedule: { name: 'constant', parameters: {}, warmupSteps: 0, totalSteps: 4, stepsPerEpoch: 2 },
      lr: [1, 1, 0.5, 0.25],
    }),
  ]),
  curve('CSV', [
    `lr,loss\n${points.join('\n')}\n`,
    'epoch,lr-Adam,step,train_loss_step\n,0.001,0,\n0,,0,2.5\n,0.01,50,\n0,,50,1.5\n',
    '\ufeff"Learning rate";"Train loss"\n0.001;2.5\n\n0.01;1.5\n0.1;nan',
    `lr\tloss\n${Array.from({ length: 60 }, (_, i) => `${1e-6 * 1.3 ** i}\t${2 + Math.cos(i / 10)}`).join('\n')}`,
  ]),
  curve('JSON', [
    JSON.stringify({ lr: points.map(([lr]) => lr), loss: points.map(([, loss]) => loss) }),
    JSON.stringify({ log_history: points.map(([learning_rate, loss], step) => ({ learning_rate, loss, step })) }),
    '[{"lr": 0.1, "loss": NaN}, {"lr": 0.2, "loss": -Infinity}]',
    file('test/fixtures/find.v1.json'),
  ]),
  curve('TensorBoard', [file('test/vectors/tensorboard/scalars.tfevents'), events]),
  {
    ...curve('TensorBoard with its checksums', [event]),
    read: (fed) => curve('', []).read({ ...fed, bytes: Buffer.concat([events, recordOf(fed.bytes)]) }),
  },
  curve('JSON lines', [points.map(([lr, loss]) => `{"train/lr": ${lr}, "train/loss": ${loss}}`).join('\n')]),
  {
    name: 'schedule CSV',
    corpus: ['step,lr\n0,0.1\n1,0.2\n5,0.3\n', 'epoch;"lr"\n1;0.5\n2;0.25\n', '\ufefflr\n0.1\n0.2\n'],
    read: ({ text }) =>
      rates({ name: 'csv', path: 'lr.csv', column: 'lr', unit: 'update', interpolate: 'linear' }, text),
  },
  {
    name: 'expression',
    corpus: ['0.5 * (1 + sin(x * PI / 2))', 'max(0, 1 - x ** 2) / 2^(x - 1)', '-abs(-x) + sqrt(2) * exp(-1.5e-1 * x)'],
    read: ({ text }) => compileExpression(text, ['x'])(3),
    mayThrow: (error) => error instanceof SyntaxError,
  },
  {
    name: 'manifest',
    corpus: [
      JSON.stringify({
        version: 1,
        origin: 'wheel',
        tensorflow: '2.21.0',
        tfjsNode: '4.22.0',
        compiler: 'g++ 12.2.0',
        binding: 'a.node',
        quiet: null,
        session: null,
        files: { 'a.node': { bytes: 3, sha256: 'a'.repeat(64) } },
      }),
    ],
    read: ({ text }) => parseManifest(text),
  },
];
