import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { formatLr } from '../../base/numbers.js';
import { type Curve, finitePart } from '../curve.js';
import { rules, suggestOne } from '../suggest/all.js';
import { edgeOf, estimates } from './estimates.js';
import { landmarksOf } from './landmarks.js';
import { clearFall, flat, unfit } from './refusal.js';
import { trendOf } from './trend.js';
import { type UseName, uses } from './uses.js';

export type Confidence = 'high' | 'medium' | 'low';

/** Learning rates to use, or why there are none; the last reason says what to change. */
export type Recommendation =
  | {
      readonly ok: true;
      readonly for: UseName;
      /** To be used as it is, all the time. */
      readonly lr: number;
      readonly baseLr: number;
      readonly maxLr: number;
      /** Where the estimates place `lr`: from the lowest to the highest of them. */
      readonly interval: [number, number];
      readonly confidence: Confidence;
      readonly why: string[];
    }
  | { readonly ok: false; readonly why: string[] };

export interface RecommendOptions {
  readonly for: UseName;
  /** Name of the rule that places `lr`, instead of the three estimates. */
  readonly rule?: string;
  /** Updates the sweep was planned for, which some rules want to know; as many as recorded by default. */
  readonly steps?: number;
  /** Of the optimizer (0 for none): makes the stability limit exact for SGD with momentum. Default 0. */
  readonly momentum?: number;
  /** The losses are smoothed already: the named rule does not smooth them again. Default false. */
  readonly smoothed?: boolean;
}

/** Estimates within this many decades agree. */
const agreement = 0.5;
/** Estimates more than this many decades apart contradict each other. */
const contradiction = 1;
/** A fall of so many standard errors leaves no doubt. */
const plainFall = 2 * clearFall;

/**
 * The learning rates that a range test supports. Of the raw losses:
 *
 * 1. the trend without noise and without lag; refused where there are fewer than 10 finite points, no fall beyond the
 *    noise, or a rise from the start;
 * 2. landmarks in ln(lr): onset and half of the fall, lowest loss, edge (the loss rises again, or its growth says that
 *    the rate is unstable);
 * 3. lr = geometric mean of three estimates from the landmarks, or the answer of the named rule; `interval` is their
 *    range;
 * 4. baseLr and maxLr by the margins of the schedule they are for.
 *
 * Confidence is high where the estimates lie within 0.5 decade, the fall is 10 standard errors or more, and the edge was
 * seen; low where they are more than a decade apart, or neither of the other two holds.
 *
 * Replacing loss by c loss + d (c > 0) changes nothing; multiplying every lr by k multiplies every answer by k.
 *
 * @throws RULE_UNKNOWN
 */
export function recommend(curve: Curve, options: RecommendOptions): Recommendation {
  const { for: use, rule, steps = curve.lr.length, momentum = 0, smoothed = false } = options;
  if (rule !== undefined && !rules.some(({ name }) => name === rule)) {
    const hint = didYouMean(
      rule,
      rules.map(({ name }) => name),
    );
    throw userError('RULE_UNKNOWN', `there is no suggestion rule '${rule}'`, { hint });
  }
  const part = finitePart(curve);
  const poor = unfit(curve, part);
  if (poor.length > 0) return { ok: false, why: poor };
  const trend = trendOf(part);
  const level = flat(part, trend);
  if (level.length > 0 || trend === null) return { ok: false, why: level };

  const landmarks = landmarksOf(part, trend, momentum);
  const placed = estimates.map(({ lnLr }) => lnLr(landmarks));
  const named = rule === undefined ? null : suggestOne(rule, curve, { steps, smoothed });
  if (named?.ok === false) return { ok: false, why: [`rule ${rule}: ${named.why}`, 'leave --rule out'] };
  const centre = placed.reduce((sum, lnLr) => sum + lnLr, 0) / placed.length;
  const lr = named?.lr ?? Math.exp(centre);
  const ends = named === null ? placed : [...placed, Math.log(named.lr)];
  const [lowest, highest] = [Math.min(...ends), Math.max(...ends)];

  const edge = Math.exp(edgeOf(landmarks));
  const edgeSeen = landmarks.rise !== null || landmarks.limit !== null;
  const onset = Math.exp(landmarks.onset);
  const { bounds, summary } = uses.find(({ name }) => name === use)!;
  const decades = (highest - lowest) / Math.LN10;
  const errors = trend.drop / trend.error;
  return {
    ok: true,
    for: use,
    lr,
    ...bounds({ lr, onset, edge }),
    interval: [Math.exp(lowest), Math.exp(highest)],
    confidence: confidenceOf(decades, errors, edgeSeen),
    why: [
      `the loss begins to fall at lr ${formatLr(onset)} and is lowest at ${formatLr(Math.exp(landmarks.lowest))}`,
      edgeSeen ? `it rises or turns unstable at lr ${formatLr(edge)}` : 'it never rises again: the edge was not seen',
      `${rule === undefined ? 'three estimates' : `rule ${rule} and three estimates`} lie within ${decades.toFixed(1)} decades`,
      `${use}: ${summary}`,
    ],
  };
}

function confidenceOf(decades: number, errors: number, edgeSeen: boolean): Confidence {
  const plain = errors >= plainFall;
  if (decades <= agreement && plain && edgeSeen) return 'high';
  return decades > contradiction || (!plain && !edgeSeen) ? 'low' : 'medium';
}
