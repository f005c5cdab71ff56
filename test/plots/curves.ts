import { geometricSpace, linearSpace } from '../../src/base/numbers.js';
import type { FindReport } from '../../src/reports/find.js';

export interface CurveOptions {
  readonly seed?: number;
  readonly steps?: number;
  readonly endLr?: number;
  readonly mode?: 'exponential' | 'linear';
  /** Loss at which the sweep is broken off. */
  readonly limit?: number;
  readonly noise?: number;
  /** The learning rate where the loss falls fastest. */
  readonly drop?: number;
}

/** A report with a curve as real sweeps have it: flat, a logistic drop in ln(lr), then exponential divergence; noisy. */
export function findReportOf(options: CurveOptions = {}): FindReport {
  const { seed = 1, steps = 100, endLr = 10, mode = 'exponential', limit = 8, noise = 0.08, drop = 0.01 } = options;
  const normal = normalNoise(seed);
  const lrs = mode === 'linear' ? linearSpace(0, endLr, steps) : geometricSpace(1e-7, endLr, steps);
  const curve = {
    step: [] as number[],
    lr: [] as number[],
    loss: [] as (number | null)[],
    smoothed: [] as (number | null)[],
  };
  let average = 0;
  for (const [step, lr] of lrs.entries()) {
    const clean = 0.35 + 1.95 / (1 + (lr / drop) ** 1.3) + 0.02 * (lr / (40 * drop)) ** 3;
    const loss = clean * (1 + noise * normal());
    average = 0.9 * average + 0.1 * loss;
    curve.step.push(step);
    curve.lr.push(lr);
    curve.loss.push(Number.isFinite(loss) ? loss : null);
    curve.smoothed.push(average / (1 - 0.9 ** (step + 1)));
    if (clean > limit) break;
  }
  return {
    kind: 'lr-tool/find',
    version: 1,
    tool: '0.1.0',
    config: { data: { name: 'digits' } },
    seed,
    engine: { backend: 'wasm', mode: 'eager', versions: { '@tensorflow/tfjs-core': '4.22.0' } },
    data: { name: 'digits', train: 1500, validation: 297, parameters: 9034 },
    sweep: { mode, startLr: lrs[0]!, endLr, steps },
    curve,
    repeats: [],
    stop: curve.lr.length < steps ? 'diverged' : 'completed',
    suggestions: {
      steepest: { ok: true, lr: drop, index: 40 },
      valley: { ok: true, lr: drop * 2, index: 44 },
      slide: { ok: true, lr: drop * 7, index: 52 },
      minimum: { ok: false, why: 'the lowest loss is the last one: the sweep ended before the loss rose' },
    },
    recommendation: {
      ok: true,
      for: 'clr',
      lr: drop * 3,
      baseLr: drop / 4,
      maxLr: drop * 8,
      interval: [drop, drop * 7],
      confidence: 'high',
      why: ['the rules agree within 0.3 decades'],
    },
    warnings: [],
    timing: { startupMs: 71, dataMs: 12, sweepMs: 800, msPerStep: 8 },
  };
}

/** About normal: the sum of 12 uniform numbers of a generator of its own, so that no change elsewhere moves the drawings. */
function normalNoise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes, chapter 7.1
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
