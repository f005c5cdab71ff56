import type { Curve } from '../../src/analysis/curve.js';
import { divergence } from '../../src/analysis/divergence.js';
import { geometricSpace } from '../../src/base/numbers.js';
import { randomStream } from '../../src/base/random.js';

/** A fall from 2.3 to 0.8 about lr = 1e-3, half as wide as it is high, and a rise as lr^2 from about lr = 1 on. */
export function bowl(lr: readonly number[], centre = 1e-3): Curve {
  const loss = lr.map((x) => {
    const decade = Math.log10(x / centre);
    return 0.8 + 1.5 / (1 + Math.exp(decade / 0.35)) + 10 ** (2 * (decade - 3.25));
  });
  return { lr, loss };
}

/** The same with normal noise of the given deviation. */
export function noisy({ lr, loss }: Curve, deviation: number, seed: number): Curve {
  const random = randomStream(seed, 'noise');
  return { lr, loss: loss.map((value) => value + deviation * random.normal()) };
}

interface Quadratic {
  readonly seed: number;
  readonly momentum: number;
  /** Of the loss, relative, and of each gradient in units of its curvature. */
  readonly noise: number;
  readonly steps: number;
}

/**
 * A range test of SGD on sum h w^2 / 2: 1 to 20 directions, largest curvature 0.01 to 100, condition up to 1000.
 * `limit` is the largest stable rate, 2 (1 + momentum) / h: known, not measured. The loss of the fixed rows is without noise.
 */
export function quadraticSweep({ seed, momentum, noise, steps }: Quadratic): { curve: Required<Curve>; limit: number } {
  const random = randomStream(seed, 'quadratic');
  const dimensions = 1 + random.below(20);
  const largest = 10 ** (4 * random.uniform() - 2);
  const condition = 10 ** (3 * random.uniform());
  const curvature = Array.from({ length: dimensions }, (_, i) =>
    i === 0 ? largest : largest * condition ** -random.uniform(),
  );
  const weights = curvature.map(() => random.normal());
  const velocity = curvature.map(() => 0);
  const watch = divergence();
  const [lrs, losses, fixedLoss]: [number[], number[], number[]] = [[], [], []];
  for (const lr of geometricSpace(3e-6 / largest, 300 / largest, steps)) {
    const exact = curvature.reduce((sum, h, i) => sum + (h * weights[i]! ** 2) / 2, 0);
    const loss = exact * (1 + noise * random.normal());
    fixedLoss.push(exact);
    lrs.push(lr);
    losses.push(loss);
    if (watch(loss) !== null) break;
    for (const [i, h] of curvature.entries()) {
      const gradient = h * (weights[i]! + 0.3 * noise * random.normal());
      velocity[i] = momentum * velocity[i]! + gradient;
      weights[i] = weights[i]! - lr * velocity[i]!;
    }
  }
  return { curve: { lr: lrs, loss: losses, fixedLoss }, limit: (2 * (1 + momentum)) / largest };
}
