import { type Curve, type FinitePart, finitePart } from '../curve.js';
import { argmin } from '../gradient.js';
import { noiseOf } from '../statistics.js';
import { type Evidence, evidenceOf } from './evidence.js';
import { exactTrend, type Trend, trendOf } from './trend.js';

/** What is to be seen in a curve: in the losses of its fixed rows where it has them, else in those of its batches. */
export interface Seen {
  readonly part: FinitePart;
  /** Null where nothing falls, or there are fewer than 5 finite points. */
  readonly trend: Trend | null;
  readonly evidence: Evidence;
  /** Standard deviation of the loss of a batch. */
  readonly noise: number;
}

const fewest = 5;

export function seenIn({ fixedLoss, ...batches }: Curve): Seen {
  const ofBatches = finitePart(batches);
  const part = fixedLoss === undefined ? ofBatches : finitePart({ ...batches, loss: fixedLoss });
  const noise = noiseOf(fixedLoss === undefined ? ofBatches.loss : untilLowest(ofBatches.loss));
  const read = fixedLoss === undefined ? trendOf : exactTrend;
  const trend = part.loss.length < fewest ? null : read(part, noise);
  return { part, trend, noise, evidence: trend === null ? 'none' : evidenceOf(part, trend) };
}

/** An explosion is no noise. */
const untilLowest = (loss: readonly number[]) => loss.slice(0, Math.max(argmin(loss) + 1, fewest));
