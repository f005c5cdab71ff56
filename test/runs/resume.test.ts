import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { runConfig } from '../../src/config/run-config.js';
import { optimizerNames } from '../../src/optimizers/all.js';
import type { TrainReport } from '../../src/reports/train.js';
import { type Prepared, prepareRun } from '../../src/runs/prepare.js';
import { complete } from '../../src/runs/rates.js';
import { packSnapshot, type Snapshot, unpackSnapshot } from '../../src/runs/snapshot.js';
import { runTrain } from '../../src/runs/train-run.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/storage/checkpoint.js';
import { engines } from '../engine/setups.js';

type Input = z.input<typeof runConfig>;

/** 3 epochs of 20 updates with all that has a memory: plateau, early stopping, dropout, moving averages, momentum. */
const demo = {
  dataset: { name: 'moons', rows: 200, validation: 0.2 },
  model: { name: 'mlp', hidden: [6], dropout: 0.2, batchNorm: true },
  optimizer: { name: 'adam' },
  batchSize: 8,
  backend: 'wasm',
  train: {
    epochs: 3,
    schedule: { name: 'clr', maxLr: 0.05, baseLr: 0.01 },
    plateau: { patience: 0, threshold: 10, thresholdMode: 'abs' },
    earlyStopping: { patience: 2 },
  },
} satisfies Input;

/** Without moving averages, for which there are no fused kernels. */
const model = { ...demo.model, batchNorm: false };

async function prepared(config: Input): Promise<Prepared> {
  const places = { baseDir: '.', dataDirs: [], allowCode: false, elapsed: () => 0 };
  return prepareRun({ config: runConfig.parse(config), ...places });
}

interface Wish {
  readonly from?: Snapshot;
  /** Interrupts after so many updates. */
  readonly stopAfter?: number;
  /** Told of every checkpoint, as it is read from its file. */
  readonly onSave?: (snapshot: Snapshot) => void;
}

async function trained(config: Input, { from, stopAfter, onSave }: Wish = {}): Promise<TrainReport> {
  const run = await prepared(config);
  const stopping = new AbortController();
  try {
    const schedule = complete(run.config.train.schedule)!;
    const { report } = await runTrain({
      ...run,
      schedule,
      rates: 'given',
      tool: 'test',
      signal: stopping.signal,
      onStep: ({ step }) => {
        if (step + 1 === stopAfter) stopping.abort();
      },
      ...(onSave && { save: async (snapshot) => onSave(throughAFile(snapshot)) }),
      ...(from && { from }),
    });
    return report;
  } finally {
    run.trainer.dispose();
  }
}

function throughAFile(snapshot: Snapshot): Snapshot {
  const { data, tensors } = decodeCheckpoint(encodeCheckpoint(packSnapshot(snapshot, 20)));
  return unpackSnapshot({ data, tensors } as Parameters<typeof unpackSnapshot>[0]);
}

const withoutTiming = ({ timing: _, ...report }: TrainReport) => report;

/** Trains once with a checkpoint before every update, and then on from each of them in a trainer of its own. */
async function expectSameFromEveryStep(config: Input): Promise<TrainReport> {
  const whole = await trained(config);
  const snapshots: Snapshot[] = [];
  const saving = { ...config, train: { ...config.train, checkpointEvery: 1 } };
  await trained(saving, { onSave: (snapshot) => snapshots.push(snapshot) });
  expect(snapshots.map(({ position }) => position.step)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  for (const from of snapshots) {
    const report = await trained(config, { from });
    expect(withoutTiming(report), `from ${from.position.step}`).toEqual(withoutTiming(whole));
  }
  return whole;
}

describe('a training that goes on from a checkpoint', () => {
  it('ends with the same weights and the same report, whichever of 60 updates comes next', async () => {
    const { events, restoredEpoch } = await expectSameFromEveryStep(demo);
    expect(events!.map(({ controller }) => controller)).toContain('plateau'); // the panel has been at work
    expect(restoredEpoch).toBeDefined();
  }, 120_000);

  // the update is the same code on every engine: they are tried on the fastest there is
  const quick = engines.get('native')?.mode === 'fused' ? ({ ...demo, backend: 'native', model } as const) : demo;
  it.each(optimizerNames)(
    'does so with %s',
    async (name) => void (await expectSameFromEveryStep({ ...quick, optimizer: { name } as Input['optimizer'] })),
    120_000,
  );

  for (const engineMode of ['eager', 'compiled', 'fused'] as const) {
    const there = engines.has('native') && (engineMode !== 'fused' || engines.get('native')!.mode === 'fused');
    it.skipIf(!there)(
      `does so on native, ${engineMode}`,
      async () => {
        const fitting = engineMode === 'fused' ? { model } : {};
        const { engine } = await expectSameFromEveryStep({ ...demo, ...fitting, backend: 'native', engineMode });
        expect(engine?.mode).toBe(engineMode);
      },
      120_000,
    );
  }

  it('does so on cpu', async () => void (await expectSameFromEveryStep({ ...demo, backend: 'cpu' })), 120_000);

  it('does so where a signal stopped it, between any two updates', async () => {
    const whole = await trained(demo);
    for (const stopAfter of [1, 19, 20, 21, 45, 59]) {
      const saved: Snapshot[] = [];
      const half = await trained(demo, { stopAfter, onSave: (snapshot) => saved.push(snapshot) });
      expect([half.stop, saved.at(-1)!.position.step]).toEqual(['interrupted', stopAfter]);
      const report = await trained(demo, { from: saved.at(-1)! });
      expect(withoutTiming(report), `stopped after ${stopAfter}`).toEqual(withoutTiming(whole));
    }
  }, 60_000);

  it('does so with accumulated batches and a momentum that the schedule moves', async () => {
    const schedule = { name: 'one-cycle', maxLr: 0.1, cycleMomentum: true } as const;
    const config = { ...demo, batchSize: 3, optimizer: { name: 'momentum' } } as const;
    // 160 rows in batches of 3: 54 a epoch, the last update of 18 has 2 rows less than the others
    const train = { ...demo.train, schedule, accumulate: 3, epochs: 3 };
    const wanted = await trained({ ...config, train });
    expect(wanted.steps.step).toHaveLength(54);
    const saved: Snapshot[] = [];
    await trained({ ...config, train }, { stopAfter: 20, onSave: (snapshot) => saved.push(snapshot) });
    const unpacked = unpackSnapshot(packSnapshot(saved.at(-1)!, 18));
    const report = await trained({ ...config, train }, { from: unpacked });
    expect(withoutTiming(report)).toEqual(withoutTiming(wanted));
  }, 60_000);

  it('saves before the first update, as often as it is told, and after the best epochs', async () => {
    const saved = async (checkpointEvery: number | string) => {
      const steps: number[] = [];
      const train = { ...demo.train, checkpointEvery };
      await trained({ ...demo, train }, { onSave: ({ position }) => steps.push(position.step) });
      return steps;
    };
    expect(await saved('1ep')).toEqual([0, 20, 40]);
    expect(await saved(25)).toEqual([0, 20, 25, 40, 50]);
    expect(await saved(0)).toEqual([]);
  }, 60_000);
});
