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

async function prepared(config: Input): Promise<Prepared> {
  const places = { baseDir: '.', dataDirs: [], allowCode: false, elapsed: () => 0 };
  return prepareRun({ config: runConfig.parse(config), ...places });
}

interface Wish {
  readonly from?: Snapshot;
  /** Interrupts after so many updates. */
  readonly stopAfter?: number;
}

async function trained(config: Input, { from, stopAfter }: Wish = {}) {
  const run = await prepared(config);
  const stopping = new AbortController();
  let saved: Snapshot | null = null;
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
      save: async (snapshot) => {
        saved = throughAFile(snapshot);
      },
      ...(from && { from }),
    });
    return { report, saved: saved as Snapshot | null };
  } finally {
    run.trainer.dispose();
  }
}

function throughAFile(snapshot: Snapshot): Snapshot {
  const { data, tensors } = decodeCheckpoint(encodeCheckpoint(packSnapshot(snapshot, 20)));
  return unpackSnapshot({ data, tensors } as Parameters<typeof unpackSnapshot>[0]);
}

const withoutTiming = ({ timing: _, ...report }: TrainReport) => report;

async function expectSame(config: Input, steps: readonly number[]) {
  const { report } = await trained(config);
  expect(report.steps.step).toHaveLength(60);
  for (const stopAfter of steps) {
    const { report: half, saved } = await trained(config, { stopAfter });
    expect([half.stop, saved!.position.step]).toEqual(['interrupted', stopAfter]);
    const { report: whole } = await trained(config, { from: saved! });
    expect(withoutTiming(whole), `stopped after ${stopAfter}`).toEqual(withoutTiming(report));
  }
}

describe('a training that goes on from a checkpoint', () => {
  it('ends with the same weights and the same report, whichever of 59 updates it was stopped after', async () => {
    await expectSame(
      demo,
      Array.from({ length: 59 }, (_, i) => i + 1),
    );
    const { report } = await trained(demo);
    expect(report.events!.map(({ controller }) => controller)).toContain('plateau'); // the panel has been at work
    expect(report.restoredEpoch).toBeDefined();
  }, 120_000);

  it.each(optimizerNames)(
    'does so with %s',
    async (name) => {
      await expectSame({ ...demo, optimizer: { name } as Input['optimizer'] }, [7, 20, 45]);
    },
    60_000,
  );

  it('does so with accumulated batches and a momentum that the schedule moves', async () => {
    const schedule = { name: 'one-cycle', maxLr: 0.1, cycleMomentum: true } as const;
    const config = { ...demo, batchSize: 3, optimizer: { name: 'momentum' } } as const;
    // 160 rows in batches of 3: 54 a epoch, the last update of 18 has 2 rows less than the others
    const train = { ...demo.train, schedule, accumulate: 3, epochs: 3 };
    const { report } = await trained({ ...config, train });
    expect(report.steps.step).toHaveLength(54);
    const { saved } = await trained({ ...config, train }, { stopAfter: 20 });
    const unpacked = unpackSnapshot(packSnapshot(saved!, 18));
    const { report: whole } = await trained({ ...config, train }, { from: unpacked });
    expect(withoutTiming(whole)).toEqual(withoutTiming(report));
  }, 60_000);

  it('goes on from checkpoints of its own that no signal asked for', async () => {
    const train = { ...demo.train, checkpointEvery: 7 };
    const { report, saved } = await trained({ ...demo, train });
    expect(saved!.position.step).toBe(56);
    const { report: whole } = await trained({ ...demo, train }, { from: saved! });
    expect(withoutTiming(whole)).toEqual(withoutTiming(report));
  }, 60_000);

  for (const engineMode of ['eager', 'compiled', 'fused'] as const) {
    const there = engines.has('native') && (engineMode !== 'fused' || engines.get('native')!.mode === 'fused');
    it.skipIf(!there)(
      `does so on native, ${engineMode}`,
      async () => {
        const model = { ...demo.model, batchNorm: false };
        const optimizer = { name: 'momentum' } as const;
        await expectSame({ ...demo, model, optimizer, backend: 'native', engineMode }, [1, 19, 20, 21, 40, 50]);
      },
      60_000,
    );
  }
});
