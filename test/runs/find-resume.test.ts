import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { runConfig } from '../../src/config/run-config.js';
import type { FindReport } from '../../src/reports/find.js';
import { runFind } from '../../src/runs/find.js';
import { type FindSnapshot, packFindSnapshot, unpackFindSnapshot } from '../../src/runs/find-snapshot.js';
import { prepareRun } from '../../src/runs/prepare.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/storage/checkpoint.js';
import { engines } from '../engine/setups.js';

type Input = z.input<typeof runConfig>;

/** Two sweeps of 20 updates, with all that has a memory; at the end they may diverge. */
const demo = {
  dataset: { name: 'moons', rows: 100, validation: 0.2 },
  model: { name: 'mlp', hidden: [6], dropout: 0.2, batchNorm: true },
  optimizer: { name: 'adam' },
  batchSize: 8,
  backend: 'wasm',
  find: { steps: 20, endLr: 100, validation: 10, repeats: 2, accumulate: 2 },
} satisfies Input;

interface Wish {
  readonly from?: FindSnapshot;
  readonly onSave?: (snapshot: FindSnapshot) => void;
  readonly stopAfter?: number;
}

async function found(config: Input, { from, onSave, stopAfter }: Wish = {}): Promise<FindReport> {
  const places = { baseDir: '.', dataDirs: [], allowCode: false, elapsed: () => 0 };
  const run = await prepareRun({ config: runConfig.parse(config), ...places });
  const stopping = new AbortController();
  try {
    const before = await run.trainer.capture();
    const report = await runFind({
      ...run,
      tool: 'test',
      signal: stopping.signal,
      onStep: ({ sweep, done }) => {
        if (sweep * 20 + done === stopAfter) stopping.abort();
      },
      ...(onSave && { save: async (snapshot) => onSave(throughAFile(snapshot)) }),
      ...(from && { from }),
    });
    expect(await run.trainer.capture()).toEqual(before); // the model is as it was
    return report;
  } finally {
    run.trainer.dispose();
  }
}

function throughAFile(snapshot: FindSnapshot): FindSnapshot {
  const { data, tensors } = decodeCheckpoint(encodeCheckpoint(packFindSnapshot(snapshot)));
  return unpackFindSnapshot({ data, tensors } as Parameters<typeof unpackFindSnapshot>[0]);
}

/** Without what depends on the clock, or says how often was saved. */
const lasting = ({ timing: _, config: __, ...report }: FindReport) => report;

async function expectSameFromEveryStep(config: Input) {
  const whole = await found(config);
  const snapshots: FindSnapshot[] = [];
  const saving = { ...config, find: { ...config.find, checkpointEvery: 1 } };
  await found(saving, { onSave: (snapshot) => snapshots.push(snapshot) });
  expect(snapshots.length).toBeGreaterThan(20);
  for (const from of snapshots) {
    const where = `from sweep ${from.current?.number}, update ${from.current?.loss.length}`;
    expect(lasting(await found(config, { from })), where).toEqual(lasting(whole));
  }
}

describe('a range test that goes on from a checkpoint', () => {
  it('comes to the same report, and leaves the model as it was, before whichever update it was stopped', () =>
    expectSameFromEveryStep(demo));

  for (const engineMode of ['eager', 'compiled', 'fused'] as const) {
    const there = engines.has('native') && (engineMode !== 'fused' || engines.get('native')!.mode === 'fused');
    it.skipIf(!there)(`does so on native, ${engineMode}`, () => {
      const model = { ...demo.model, batchNorm: engineMode !== 'fused' };
      const find = { ...demo.find, repeats: 1, steps: 30 };
      return expectSameFromEveryStep({ ...demo, model, find, backend: 'native', engineMode });
    });
  }

  it('saves where a signal stops it, in whichever sweep', async () => {
    const whole = await found(demo);
    for (const stopAfter of [1, 12, 25]) {
      const saved: FindSnapshot[] = [];
      await found(demo, { stopAfter, onSave: (snapshot) => saved.push(snapshot) });
      expect(saved).toHaveLength(1);
      expect(lasting(await found(demo, { from: saved[0]! })), `stopped after ${stopAfter}`).toEqual(lasting(whole));
    }
  });

  it('saves nothing unasked within its first half minute', async () => {
    await found(demo, { onSave: () => expect.unreachable() });
  });
});
