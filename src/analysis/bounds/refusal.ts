import { type Curve, type FinitePart, notASweep } from '../curve.js';
import { argmin } from '../gradient.js';
import { median, noiseOf } from '../statistics.js';
import { clearFall, edgePoints } from './evidence.js';
import type { Seen } from './seen.js';

/** Why a curve supports no suggestion, by a code that keeps its meaning; the last reason says what to change. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly why: string[];
}

/** Every kind of refusal, for docs. */
export const refusalSpecs = [
  { code: 'R001', summary: 'no loss is finite' },
  { code: 'R002', summary: 'fewer than 10 finite losses' },
  { code: 'R003', summary: 'the loss diverges within the first 10 updates' },
  { code: 'R004', summary: 'the rates do not rise' },
  { code: 'R005', summary: 'the loss does not change' },
  {
    code: 'R006',
    summary: 'the loss rises without a fall before: a model trained already, or rates that begin too high',
  },
  { code: 'R007', summary: 'the loss falls no more than its noise alone would' },
  { code: 'R008', summary: 'the rule that was asked for has no answer' },
] as const;
export type RefusalCode = (typeof refusalSpecs)[number]['code'];

export const refused = (code: RefusalCode, reason: string, advice: string): Refusal => ({
  ok: false,
  code,
  why: [reason, advice],
});

/** Fewest finite points that show a fall, a bottom and some noise. */
const leastPoints = 10;

/** A curve too poor to be looked at; null where it is not. */
export function unfit(curve: Curve, part: FinitePart): Refusal | null {
  const recorded = curve.loss.length;
  if (recorded > 0 && !curve.loss.some(Number.isFinite)) {
    const reason = `none of the ${recorded} losses is finite, from the first learning rate on`;
    return refused('R001', reason, 'look for NaN in the data, or lower --start-lr');
  }
  const reason = notASweep(part, leastPoints);
  if (reason === null) return null;
  if (part.loss.length >= leastPoints) return refused('R004', reason, 'sort the curve by lr');
  if (rises(part)) return refused('R003', reason, 'the loss diverges at once: lower --start-lr');
  return refused('R002', reason, 'raise --steps, or lower --start-lr if the loss diverges at once');
}

/** A curve that shows no fall. */
export function flat({ part, trend, noise }: Seen): Refusal {
  if (rises(part)) {
    const reason = `the loss rises without having fallen clearly before (noise ${noise.toPrecision(2)} per batch)`;
    const advice =
      'raise --steps or --repeats if noise hides the fall; lower --start-lr if it diverges at once; a model that is trained already has nothing to fall';
    return refused('R006', reason, advice);
  }
  if (trend === null && noise === 0) {
    return refused('R005', 'the loss does not change', 'raise --end-lr; check that the model has weights to train');
  }
  const fall = (trend?.drop ?? 0).toPrecision(2);
  const reason = `the loss falls by ${fall}, not clearly more than its noise (${noise.toPrecision(2)} per batch)`;
  const advice = 'raise --steps, --repeats or --end-lr, or take larger batches (--accumulate)';
  return refused('R007', reason, advice);
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
