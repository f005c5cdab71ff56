import { type Curve, type FinitePart, notASweep } from '../curve.js';
import { argmin } from '../gradient.js';
import { median, noiseOf } from '../statistics.js';
import { clearFall, edgePoints } from './evidence.js';
import type { Trend } from './trend.js';

/** Fewest finite points that show a fall, a bottom and some noise. */
const leastPoints = 10;

/** Why a curve is too poor to be looked at, with what to change; empty where it is not. */
export function unfit(curve: Curve, part: FinitePart): string[] {
  const recorded = curve.loss.length;
  if (recorded > 0 && !curve.loss.some(Number.isFinite)) {
    return [
      `none of the ${recorded} losses is finite, from the first learning rate on`,
      'look for NaN in the data, or lower --start-lr',
    ];
  }
  const why = notASweep(part, leastPoints);
  if (why === null) return [];
  const few = part.loss.length < leastPoints;
  if (few && rises(part)) return [why, 'the loss diverges at once: lower --start-lr'];
  return [why, few ? 'raise --steps, or lower --start-lr if the loss diverges at once' : 'sort the curve by lr'];
}

/** Why a curve shows no fall, with what to change. */
export function flat(part: FinitePart, trend: Trend | null): string[] {
  if (rises(part)) {
    const advice = 'raise --steps (more updates at each rate), or lower --start-lr';
    return ['the loss rises without having clearly fallen before', advice];
  }
  const noise = noiseOf(part.loss);
  if (trend === null && noise === 0) {
    return ['the loss does not change', 'raise --end-lr; check that the model has weights to train'];
  }
  const fall = (trend?.drop ?? 0).toPrecision(2);
  return [
    `the loss falls by ${fall}, not clearly more than its noise (${noise.toPrecision(2)} per batch)`,
    'raise --steps (more updates at each rate) or --end-lr, or take larger batches (--accumulate)',
  ];
}

/** The last points lie above the first ones by more than noise and more than the curve has ever fallen. */
function rises({ loss }: FinitePart): boolean {
  if (loss.length < 2) return false;
  const count = Math.min(edgePoints, Math.ceil(loss.length / 2));
  const start = median(loss.slice(0, count));
  const end = median(loss.slice(-count));
  return (
    end - start > Math.max(clearFall * noiseOf(loss.slice(0, Math.ceil(loss.length / 2))), start - loss[argmin(loss)]!)
  );
}
