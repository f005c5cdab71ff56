import { formatLr } from '../base/numbers.js';
import { edgeOf } from './bounds/estimates.js';
import { type Landmarks, landmarksOf } from './bounds/landmarks.js';
import { seenIn } from './bounds/seen.js';
import { type Curve, notASweep } from './curve.js';

/** The rates between which a sweep goes. */
export interface Range {
  readonly startLr: number;
  readonly endLr: number;
}

export interface SweptRange extends Range {
  readonly mode: 'exponential' | 'linear';
  /** Why the sweep ended. */
  readonly stop: 'completed' | 'diverged' | 'non-finite' | 'interrupted';
}

/** A range that shows more of the curve, with what was wrong with the present one. */
export interface RangeAdvice extends Range {
  readonly why: string;
}

/** A sweep is lengthened to one side by this factor at a time: two of the eight decades that are usual. */
const step = 100;
/** Rates that no sweep goes beyond: below, float32 weights hardly change; above, nothing is known to train. */
const lowest = 1e-12;
const highest = 1e4;
/** A fall that begins within this share of the sweep, in ln(lr), may have begun before it. */
const atStart = 0.1;
/** What is kept to both sides of onset and edge by a zoom, as a factor: the start and the rise are still to be seen. */
const room = { below: 100, above: 10 };
/** A zoom pays where the new range is at most this share of the old one, in ln(lr). */
const zoomShare = 0.4;
/** Fewest points that show a fall. */
const leastPoints = 10;

/**
 * Another range for a sweep whose edge decides what it says; null where it shows all there is to see, or the rates that
 * no sweep goes beyond are reached. In order:
 *
 * 1. it diverged before anything fell: a thousand times lower, up to where it diverged;
 * 2. nothing fell, to the end: the upper end times 100;
 * 3. the loss falls or never rises again at the upper end: that times 100; it falls from the first rates on: the lower
 *    end by 100; or both;
 * 4. the fall and the rise take so little of the range that the points around them are few: from a hundredth of the rate
 *    where the fall begins to ten times the rate where the loss rises.
 */
export function rangeAdvice(curve: Curve, { startLr, endLr, mode, stop }: SweptRange): RangeAdvice | null {
  if (stop === 'interrupted') return null;
  const { part, trend: seen, evidence } = seenIn(curve);
  const diverged = stop === 'diverged' || stop === 'non-finite';
  const trend = notASweep(part, leastPoints) === null ? seen : null;
  const last = curve.lr.at(-1) ?? endLr;
  if (trend === null || evidence === 'none') {
    return diverged
      ? changed(
          { startLr, endLr },
          lowered(last, startLr, mode),
          `it diverged at lr ${formatLr(last)} before anything fell`,
        )
      : changed({ startLr, endLr }, { startLr, endLr: endLr * step }, 'nothing falls up to its highest rate');
  }
  const landmarks = landmarksOf(part, trend);
  const span = Math.log(endLr) - part.lnLr[0]!;
  const late = !diverged && landmarks.rise === null && landmarks.limit === null;
  const early = landmarks.onset <= part.lnLr[0]! + atStart * span && startLr > 0;
  if (late || early) {
    const reasons = [
      ...(late ? [`the loss never rises again up to lr ${formatLr(endLr)}`] : []),
      ...(early ? [`the loss falls from lr ${formatLr(startLr)} on`] : []),
    ];
    const wider = { startLr: early ? startLr / step : startLr, endLr: late ? endLr * step : endLr };
    return changed({ startLr, endLr }, wider, reasons.join(', and '));
  }
  return zoomed({ startLr, endLr }, landmarks, span);
}

/** From a thousandth of the present start to where it diverged; a linear sweep may start at 0 and ends lower. */
function lowered(last: number, startLr: number, mode: SweptRange['mode']): Range {
  if (mode === 'linear') return { startLr, endLr: Math.max(last, startLr) / step };
  return { startLr: startLr / 1000, endLr: Math.max(last, startLr) };
}

function zoomed(range: Range, landmarks: Landmarks, span: number): RangeAdvice | null {
  const startLr = Math.max(range.startLr, Math.exp(landmarks.onset) / room.below);
  const endLr = Math.min(range.endLr, Math.exp(edgeOf(landmarks)) * room.above);
  if (range.startLr === 0 || Math.log(endLr / startLr) > zoomShare * span) return null;
  return changed(range, { startLr, endLr }, 'what happens takes a small part of its range');
}

/** The range within the rates that sweeps go to; null where that changes nothing. */
function changed(before: Range, { startLr, endLr }: Range, why: string): RangeAdvice | null {
  const within = { startLr: startLr === 0 ? 0 : Math.max(startLr, lowest), endLr: Math.min(endLr, highest) };
  const same = within.startLr === before.startLr && within.endLr === before.endLr;
  return same || within.startLr >= within.endLr ? null : { ...within, why };
}
