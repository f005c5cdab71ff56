import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules, suggestOne } from '../../../src/analysis/suggest/all.js';
import { geometricSpace } from '../../../src/base/numbers.js';
import { randomStream } from '../../../src/base/random.js';
import { peerSweeps } from '../../../src/schedules/peer-sweeps.js';
import { bowl, noisy } from '../curves.js';
import { independent, type Recorded } from './independent.js';

const folder = new URL('../../../bench/suggest/measured/', import.meta.url);
interface Run {
  readonly curves: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Three sweeps of each workload of the benchmark, as far as they are finite, then NaN to the planned end. */
const recorded: Recorded[] = readdirSync(folder).flatMap((file) => {
  const runs: Run[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return runs.map(({ curves }, seed) => {
    const sweep = peerSweeps[seed % 3]!; // davidtvs, fastai, lightning
    const lr = sweep.rates({ mode: 'exponential', steps: 100, startLr: 1e-7, endLr: 10 });
    return { lr, loss: lr.map((_, i) => curves[sweep.name]![i] ?? Number.NaN), steps: 100 };
  });
});

const damages: readonly ((loss: number[], at: number) => number[])[] = [
  (loss) => loss,
  (loss, at) => loss.with(at, Number.NaN),
  (loss, at) => loss.with(at, Infinity),
  (loss, at) => loss.map((value, i) => (i > at ? Number.NaN : value)),
  (loss, at) => loss.map((value, i) => (i > at ? Infinity : value)),
  (loss) => loss.map((value) => Math.round(10 * value) / 10), // plateaus, so that many points are equal
  (loss, at) => loss.map((value, i) => (i < Math.min(at, 0.4 * loss.length) ? 3 : value)),
  (loss, at) => loss.slice(0, at),
];
const synthetic: Recorded[] = Array.from({ length: 80 }, (_, seed) => {
  const random = randomStream(seed, 'independent');
  const steps = [30, 60, 100, 200][seed % 4]!;
  const { lr, loss } = noisy(bowl(geometricSpace(1e-7, 10, steps)), 0.05 * random.uniform(), seed);
  const damaged = damages[seed % damages.length]!([...loss], 1 + random.below(steps - 1));
  return { lr: lr.slice(0, damaged.length), loss: damaged, steps };
});

const curves = [...recorded, ...synthetic];

it('are 200 curves or more and every rule of another tool', () => {
  expect(curves.length).toBeGreaterThanOrEqual(200);
  expect(Object.keys(independent).sort()).toEqual(
    rules
      .map(({ name }) => name)
      .filter((name) => name !== 'steepest')
      .sort(),
  );
});

describe.each(Object.entries(independent))('%s', (name, rule) => {
  it('has the index of an independent implementation on every curve', () => {
    for (const [i, curve] of curves.entries()) {
      const answer = suggestOne(name, curve, { steps: curve.steps, smoothed: true });
      const index = rule(curve);
      expect(answer.ok ? answer.index : null, `curve ${i}`).toBe(index);
      const divisor = name === 'minimum' ? 10 : 1;
      if (answer.ok) expect(answer.lr).toBe(curve.lr[index!]! / divisor);
    }
  });
});
