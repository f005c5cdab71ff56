import { type Curve, type FinitePart, finitePart } from '../curve.js';
import { argmin } from '../gradient.js';
import { noiseOf } from '../statistics.js';
import { type Evidence, evidenceOf, exactEvidence } from './evidence.js';
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

export function seenIn({ lr, loss, fixedLoss }: Curve): Seen {
  const batches = ofBatches({ lr, loss });
  if (fixedLoss === undefined) return batches;
  const part = finitePart({ lr, loss: fixedLoss });
  const noise = noiseOf(untilLowest(batches.part.loss));
  const trend = part.loss.length < fewest ? null : exactTrend(part, noise);
  const evidence = trend === null ? 'none' : exactEvidence(trend, noiseOf(part.loss), batches.evidence);
  return { part, trend, noise, evidence };
}

function ofBatches(curve: Curve): Seen {
  const part = finitePart(curve);
  const trend = part.loss.length < fewest ? null : trendOf(part);
  return { part, trend, noise: noiseOf(part.loss), evidence: trend === null ? 'none' : evidenceOf(part, trend) };
}

/** An explosion is no noise. */
const untilLowest = (loss: readonly number[]) => loss.slice(0, Math.max(argmin(loss) + 1, fewest));
