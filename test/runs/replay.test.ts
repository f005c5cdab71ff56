import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { main } from '../../src/cli/main.js';
import { optimizerNames } from '../../src/optimizers/all.js';
import { fakeIo } from '../cli/fake-io.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-replay-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));
const newestMetrics = () => {
  const run = readdirSync(join(cwd, 'runs')).sort().at(-1)!;
  return [join(cwd, 'runs', run, 'config.resolved.json'), readFileSync(join(cwd, 'runs', run, 'metrics.csv'))] as const;
};

it('config.resolved.json gives the same metrics.csv, byte for byte, 20 of 20', async () => {
  for (let k = 0; k < 20; k++) {
    const random = randomStream(4, 'replay', k);
    const config = {
      dataset: { name: ['moons', 'blobs', 'spirals'][random.below(3)], rows: 60 + random.below(60) },
      model: { name: 'mlp', hidden: [1 + random.below(6)], dropout: 0.2, batchNorm: random.below(2) === 0 },
      optimizer: optimizerNames[k % optimizerNames.length],
      batchSize: 5 + random.below(20),
      seed: random.below(1e9),
      backend: k % 2 === 0 ? 'cpu' : 'wasm',
      train: { epochs: 2, schedule: { name: 'one-cycle', maxLr: 0.02 }, accumulate: 1 + random.below(2) },
    };
    writeFileSync(join(cwd, 'run.json'), JSON.stringify(config));
    expect(await main(['train', 'run.json', '--quiet'], fakeIo({ cwd }))).toBe(0);
    const [resolved, metrics] = newestMetrics();
    rmSync(join(cwd, 'run.json'));
    writeFileSync(join(cwd, 'kept.json'), readFileSync(resolved));
    rmSync(join(cwd, 'runs'), { recursive: true });
    expect(await main(['train', 'kept.json', '--quiet'], fakeIo({ cwd }))).toBe(0);
    expect(newestMetrics()[1].equals(metrics), JSON.stringify(config)).toBe(true);
  }
});
