import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineMode } from '../../src/base/backends.js';
import { batchOrder } from '../../src/datasets/batches.js';
import type { Dataset } from '../../src/datasets/dataset.js';
import type { Trainer, TrainerState } from '../../src/engine/engine.js';
import { type TrainEnd, train } from '../../src/runs/train.js';
import { datasetOf, engines, layersOf, lossOf, optimizerOf, range } from '../engine/setups.js';

const rows = 64;
const inputs = 3;
const hidden = 4;
const batches = batchOrder({ rows: range(rows), batchSize: 8, seed: 1 });
/** The update that first sees a row. */
const updateOf = (row: number) => range(8).findIndex((k) => batches.batch(k).includes(row));

const regression = (): Dataset => {
  const values = Float32Array.from({ length: rows }, (_, i) => Math.sin(i));
  return datasetOf([inputs], { kind: 'numbers', values, width: 1 }, rows);
};

/** Where the floats of the state begin: the number of updates comes first. */
const headerFloats = 2;
const sizes = { kernel1: inputs * hidden, bias1: hidden, kernel2: hidden, bias2: 1 };
const weights = Object.values(sizes).reduce((sum, size) => sum + size, 0);

/** What is done to a training before update `at`, and what is to be said of it. */
interface Place {
  readonly name: string;
  readonly at: number;
  readonly spoil: (spoiled: { readonly dataset: Dataset; readonly state: Float32Array }) => void;
  readonly lr?: number;
  readonly what: 'loss' | 'update' | 'loss or update';
  /** Of the first number that is not finite. */
  readonly tensor: RegExp;
  readonly index?: readonly number[];
}

const badNumbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const cycle = <T>(items: readonly T[], i: number): T => items[i % items.length]!;

const inputPlaces = [0, 1, 5, 17, 31, 40, 50, 62, 63].map((row, i): Place => {
  const column = i % inputs;
  const bad = cycle(badNumbers, i);
  return {
    name: `${bad} in input ${column} of row ${row}`,
    at: updateOf(row),
    spoil: ({ dataset }) => {
      (dataset.inputs.values as Float32Array)[row * inputs + column] = bad;
    },
    what: 'loss or update', // relu of NaN is 0 on some backends
    tensor: /^inputs$/,
    index: [row, column],
  };
});
const targetPlaces = [3, 12, 29, 44, 60, 63].map((row, i): Place => {
  const bad = cycle(badNumbers, i);
  return {
    name: `${bad} as target of row ${row}`,
    at: updateOf(row),
    spoil: ({ dataset }) => {
      if (dataset.targets.kind === 'numbers') dataset.targets.values[row] = bad;
    },
    what: 'loss',
    tensor: /^targets$/,
    index: [row, 0],
  };
});
const weightPlaces = [0, 5, inputs * hidden, inputs * hidden + 3, weights - 3, weights - 1].flatMap((place, i) =>
  [0, 6].map((at, j): Place => {
    const bad = cycle(badNumbers, i + j);
    return {
      name: `${bad} in weight ${place} before update ${at}`,
      at,
      spoil: ({ state }) => {
        state[headerFloats + place] = bad;
      },
      what: 'loss or update',
      tensor: /kernel|bias/,
    };
  }),
);
/** The slots of adam follow the weights, whose room is a multiple of 4 floats. */
const slotAt = headerFloats + Math.ceil(weights / 4) * 4;
const slotPlaces = [0, 7, weights - 1].map(
  (place, i): Place => ({
    name: `NaN in what adam remembers of weight ${place}`,
    at: i + 1,
    spoil: ({ state }) => {
      state[slotAt + place] = Number.NaN;
    },
    what: 'update',
    tensor: /kernel|bias/,
  }),
);
const gradientPlaces = [2, 11, 33, 58].map(
  (row): Place => ({
    name: `a gradient that is too large, from row ${row}`,
    at: updateOf(row),
    spoil({ dataset, state }) {
      state.fill(0, headerFloats, headerFloats + weights);
      state.fill(1e-3, headerFloats + sizes.kernel1, headerFloats + sizes.kernel1 + hidden); // relu is on
      state.fill(1e20, headerFloats + sizes.kernel1 + hidden, headerFloats + weights - 1);
      state[headerFloats + weights - 1] = -4 * 1e17; // the outputs are about 0 again
      (dataset.inputs.values as Float32Array)[row * inputs] = 1e30;
    },
    what: 'update',
    tensor: /^gradient of .*kernel/,
  }),
);
const overflowPlaces = [1, 4, 7].map(
  (at): Place => ({
    name: `weights that are too large at update ${at}`,
    at,
    spoil: ({ state }) => {
      state.fill(3e38, headerFloats, headerFloats + weights);
    },
    what: 'loss',
    tensor: /^outputs$/,
  }),
);
const ratePlaces = [0, 3, 7].map(
  (at): Place => ({
    name: `a learning rate of 1e39 at update ${at}`,
    at,
    spoil: () => undefined,
    lr: 1e39,
    what: 'update',
    tensor: /kernel|bias/,
  }),
);
const places = [
  ...inputPlaces,
  ...targetPlaces,
  ...weightPlaces,
  ...slotPlaces,
  ...gradientPlaces,
  ...overflowPlaces,
  ...ratePlaces,
];

const modes = (['cpu', 'wasm', 'native'] as const).flatMap((backend) =>
  (backend === 'native' ? (['eager', 'compiled', 'fused'] as const) : (['eager'] as const)).map(
    (mode) => [backend, mode] as const,
  ),
);

describe.each(modes)('a number that is not finite, on %s %s', (backend, mode: EngineMode) => {
  const engine = engines.get(backend);
  const dataset = regression();
  const whole = regression();
  let trainer: Trainer;
  let start: TrainerState;

  beforeAll(async () => {
    if (engine === undefined) return;
    trainer = await engine.createTrainer({
      model: {
        kind: 'layers',
        layers: layersOf({ layer: 'dense', units: hidden, activation: 'relu' }, { layer: 'dense', units: 1 }),
      },
      loss: lossOf('mse'),
      metrics: [],
      optimizer: optimizerOf('adam'),
      dataset,
      seed: 2,
      mode,
      batchSize: 8,
    });
    start = await trainer.capture();
  });
  afterAll(() => trainer?.dispose());

  async function trained({ at, spoil, lr = 1e-3 }: Pick<Place, 'at' | 'spoil' | 'lr'>, validation?: Int32Array) {
    await trainer.restore(start);
    (dataset.inputs.values as Float32Array).set(whole.inputs.values);
    if (dataset.targets.kind === 'numbers' && whole.targets.kind === 'numbers') {
      dataset.targets.values.set(whole.targets.values);
    }
    const kept: Uint8Array[] = [];
    const run = train({
      trainer,
      schedule: (step) => (step === at ? lr : 1e-3),
      epochs: 1,
      batches,
      ...(validation && { validation }),
      async onPosition({ step }) {
        const state = (await trainer.capture()).slice();
        kept.push(state.slice());
        if (step !== at) return;
        spoil({ dataset, state: new Float32Array(state.buffer) });
        await trainer.restore(state);
      },
    });
    let next = await run.next();
    while (!next.done) next = await run.next();
    return { end: next.value as TrainEnd, kept };
  }

  it.skipIf(engine === undefined).each(places)('$name: stops at once, and says where', async (place) => {
    const { end, kept } = await trained(place);
    if (end.stop !== 'non-finite') return expect.unreachable(`it ended with ${end.stop}`);
    const { what, step, rows: seen, lr, first } = end.failure;
    expect([step, lr]).toEqual([place.at, place.lr ?? 1e-3]);
    expect(place.what).toContain(what);
    expect([...seen]).toEqual([...batches.batch(step)]);
    expect(first!.tensor).toMatch(place.tensor);
    expect(Number.isFinite(first!.value)).toBe(false);
    if (place.index) expect(first!.index).toEqual(place.index);
    for (const state of kept) expect(new Float32Array(state.buffer, 8).every(Number.isFinite)).toBe(true);
  });

  it.skipIf(engine === undefined)('is found in the validation rows', async () => {
    const spoil = () => {
      if (dataset.targets.kind === 'numbers') dataset.targets.values[9] = Number.NaN;
    };
    // the training has no such row: the last one is spoiled after it was used
    const { end } = await trained({ at: 7, spoil }, Int32Array.of(9, 10));
    if (end.stop !== 'non-finite') return expect.unreachable(`it ended with ${end.stop}`);
    const { what, first } = end.failure;
    expect([what, first]).toEqual(['validation loss', { tensor: 'targets', index: [9, 0], value: Number.NaN }]);
  });

  it.skipIf(engine === undefined)('is nowhere where all is well', async () => {
    const { end } = await trained({ at: 0, spoil: () => undefined });
    expect(end).toEqual({ stop: 'completed' });
    expect(trainer.findNonFinite(range(rows))).toBeNull();
  });
});

it('is looked for at 40 places', () => expect(places).toHaveLength(40));
