import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { randomStream } from '../../src/base/random.js';
import { runConfig } from '../../src/config/run-config.js';
import type { Trainer } from '../../src/engine/engine.js';
import { optimizerNames } from '../../src/optimizers/all.js';
import { runFind } from '../../src/runs/find.js';
import { prepareRun } from '../../src/runs/prepare.js';

type Input = z.input<typeof runConfig>;

const random = randomStream(5, 'configs');
const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)]!;
const chance = (part: number) => random.uniform() < part;

const ends = ['by itself', 'by a step that throws', 'by a listener that throws', 'by an abort'] as const;
interface Case {
  readonly config: Input;
  readonly end: (typeof ends)[number];
  /** Update at which it ends, where that is not by itself. */
  readonly at: number;
  /** Updates of the trainer before the range test. */
  readonly before: number;
}

function randomCase(i: number): Case {
  const numbers = chance(0.3);
  const steps = 6 + Math.floor(random.uniform() * 8);
  const config: Input = {
    dataset: numbers
      ? { name: oneOf(['sine', 'linear-regression']), rows: 60, validation: 0.2 }
      : { name: oneOf(['moons', 'blobs', 'spirals']), rows: 60, validation: 0.2 },
    model: chance(0.2)
      ? { name: 'linear' }
      : {
          name: 'mlp',
          hidden: oneOf([[4], [5, 3], [8]]),
          activation: oneOf(['relu', 'tanh', 'sigmoid', 'elu']),
          dropout: oneOf([0, 0.3]),
          batchNorm: chance(0.5),
        },
    ...(numbers && { loss: oneOf(['mse', 'mae', 'huber'] as const) }),
    optimizer: optimizerNames[i % optimizerNames.length]!,
    backend: chance(0.5) ? 'cpu' : 'wasm',
    batchSize: oneOf([4, 7, 16]),
    seed: Math.floor(random.uniform() * 1000),
    find: {
      steps,
      endLr: oneOf([1, 10, 1e4]), // some diverge
      accumulate: oneOf([1, 1, 2]),
      validation: oneOf([0, 0, 5]),
      repeats: oneOf([1, 1, 1, 2]),
      mode: oneOf(['exponential', 'linear'] as const),
    },
  };
  return { config, end: ends[i % ends.length]!, at: Math.floor(random.uniform() * steps), before: oneOf([0, 1, 3]) };
}

const cases = Array.from({ length: 100 }, (_, i) => ({ i, ...randomCase(i) }));

/** What has come of them, by how they were to end. */
const ended = new Set<string>();

let folder: string;
let home: string;
beforeAll(() => {
  home = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-leaves-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** The trainer, whose `step` at the given call throws. */
function failing(trainer: Trainer, at: number): Trainer {
  let calls = 0;
  return Object.create(trainer, {
    step: {
      value: (...args: Parameters<Trainer['step']>) =>
        calls++ === at ? Promise.reject(new Error('injected')) : trainer.step(...args),
    },
  });
}

describe('a range test', () => {
  it.each(cases)(
    '$i leaves everything as it was, ended $end: $config.optimizer on $config.backend',
    async ({ config, end, at, before }) => {
      const places = { baseDir: '.', dataDirs: [], allowCode: false, elapsed: () => 0 };
      const run = await prepareRun({ config: runConfig.parse(config), ...places });
      const { trainer, batches } = run;
      try {
        for (let k = 0; k < before; k++) await trainer.step(0.01, [batches.batch(k)]);
        const state = await trainer.capture();
        const weights = await trainer.weights();
        const next = async () => {
          const loss = await trainer.step(0.01, [batches.batch(before)]); // dropout masks are those of the update
          return { loss, state: await trainer.capture() };
        };
        const wanted = await next();
        await trainer.restore(state);

        const abort = new AbortController();
        const found = runFind({
          ...run,
          trainer: end === 'by a step that throws' ? failing(trainer, at) : trainer,
          tool: 'test',
          signal: abort.signal,
          onStep({ sweep, done }) {
            if (sweep !== 0 || done - 1 !== at) return;
            if (end === 'by a listener that throws') throw new Error('injected');
            if (end === 'by an abort') abort.abort();
          },
        });
        const error = await found.then(
          () => null,
          (thrown: Error) => thrown.message,
        );
        if (error !== null) expect([error, end]).toEqual(['injected', expect.stringContaining('throws')]);
        ended.add(`${end}: ${error === null ? 'as told' : 'thrown'}`);
        expect(trainer.updates).toBe(before);
        expect(await trainer.capture()).toEqual(state);
        expect(await trainer.weights()).toEqual(weights);
        expect(await next()).toEqual(wanted);
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        trainer.dispose();
      }
    },
  );

  it('was ended in every way', () => {
    for (const end of ends)
      expect(
        [...ended].filter((way) => way.startsWith(end)),
        end,
      ).not.toEqual([]);
    for (const end of ends.slice(1, 3)) expect(ended).toContain(`${end}: thrown`);
  });
});
