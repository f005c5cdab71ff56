import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { formatLr } from '../../base/numbers.js';
import type { Curve } from '../curve.js';
import { rules, suggestOne } from '../suggest/all.js';
import { type Confidence, confidenceOf, longMemory } from './confidence.js';
import { edgeOf, placed } from './estimates.js';
import { type Evidence, isPlain } from './evidence.js';
import { type Landmarks, landmarksOf } from './landmarks.js';
import type { OptimizerTraits } from './memory.js';
import { flat, type Refusal, refused, unfit } from './refusal.js';
import { seenIn } from './seen.js';
import type { Trend } from './trend.js';
import { type UseName, uses } from './uses.js';

export type { Confidence };

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
  | Refusal;

export interface RecommendOptions extends OptimizerTraits {
  readonly for: UseName;
  /** Name of the rule that places `lr`, instead of the estimates. */
  readonly rule?: string;
  /** Updates the sweep was planned for, which some rules want to know; as many as recorded by default. */
  readonly steps?: number;
  /** The losses are smoothed already: the named rule does not smooth them again. Default false. */
  readonly smoothed?: boolean;
}

/**
 * The learning rates that a range test supports. Of the losses of its fixed rows, else of the raw losses of its batches:
 *
 * 1. the trend without noise and without lag; refused where there are fewer than 10 finite points, no fall beyond the
 *    noise, or a rise from the start;
 * 2. landmarks in ln(lr): onset, most of the fall, lowest loss, collapse (the fall is lost again), stability limit
 *    by the growth of the loss; those that place the rate are taken back by the memory of the optimizer;
 * 3. lr = weighted geometric mean of the estimates from the landmarks, or the answer of the named rule; `interval` is
 *    their range;
 * 4. baseLr and maxLr by the margins of the schedule they are for.
 *
 * docs/suggestion.md has the reasons, the constants and what the method costs on workloads held out from its making.
 * Replacing loss by c loss + d (c > 0) changes nothing; multiplying every lr by k multiplies every answer by k.
 *
 * @throws RULE_UNKNOWN
 */
export function recommend(curve: Curve, options: RecommendOptions): Recommendation {
  const { for: use, rule, steps = curve.lr.length, smoothed = false } = options;
  requireKnown(rule);
  const seen = seenIn(curve);
  const { part, trend, evidence } = seen;
  const poor = unfit(curve, part);
  if (poor !== null) return poor;
  if (trend === null || evidence === 'none') return flat(seen);
  const named = rule === undefined ? null : suggestOne(rule, curve, { steps, smoothed });
  if (named?.ok === false) return refused('R008', `rule ${rule}: ${named.why}`, 'leave --rule out');

  const landmarks = landmarksOf(part, trend, options);
  const found = placed(landmarks, evidence, options, trend.exact);
  const lr = named?.lr ?? Math.exp(found.lnLr);
  const [lowest, highest] = [Math.min(found.range[0], Math.log(lr)), Math.max(found.range[1], Math.log(lr))];
  const astray = Math.max(found.range[0] - lowest, highest - found.range[1]) / Math.LN10;
  const { bounds, summary } = uses.find(({ name }) => name === use)!;
  const decades = (highest - lowest) / Math.LN10;
  const takenBack = landmarks.takenBack / Math.LN10;
  return {
    ok: true,
    for: use,
    lr,
    ...bounds({
      lr,
      onset: Math.exp(landmarks.onset),
      rise: Math.exp(landmarks.rise ?? Infinity),
      edge: Math.exp(edgeOf(landmarks)),
    }),
    interval: [Math.exp(lowest), Math.exp(highest)],
    confidence: confidenceOf({ evidence, decades, astray, plain: isPlain(trend), edgeSeen: found.edgeSeen, takenBack }),
    why: [
      ...reasonsFor(landmarks, trend, evidence),
      ...(takenBack > longMemory ? [memoryText(takenBack)] : []),
      `${rule === undefined ? 'the estimates' : `rule ${rule} and the estimates`} lie within ${decades.toFixed(1)} decades`,
      `${use}: ${summary}`,
    ],
  };
}

function requireKnown(rule: string | undefined): void {
  const names = rules.map(({ name }) => name);
  if (rule === undefined || names.includes(rule)) return;
  throw userError('RULE_UNKNOWN', `there is no suggestion rule '${rule}'`, { hint: didYouMean(rule, names) });
}

function reasonsFor(landmarks: Landmarks, trend: Trend, evidence: Evidence): string[] {
  if (evidence !== 'weak') return shapeText(landmarks);
  return trend.exact ? [...shapeText(landmarks), smallText(trend)] : weakText(landmarks, trend);
}

/** What is seen, as it is seen: the memory of the optimizer is not taken off. */
function shapeText({ onset, lowest, rise, limit }: Landmarks): string[] {
  const edge = Math.min(rise ?? Infinity, limit ?? Infinity);
  return [
    `the loss begins to fall at lr ${formatLr(Math.exp(onset))} and is lowest at ${formatLr(Math.exp(lowest))}`,
    edge === Infinity
      ? 'it never rises again: the edge was not seen'
      : `it rises or turns unstable at lr ${formatLr(Math.exp(edge))}`,
  ];
}

const memoryText = (decades: number): string =>
  `the optimizer remembers updates over ${decades.toFixed(1)} decades of the sweep, and the rate is taken back by so much: raise --steps`;

const smallText = ({ drop, noise }: Trend): string =>
  `it falls by ${drop.toPrecision(2)}, where the loss of a batch varies by ${noise.toPrecision(2)}: raise --steps, or take larger batches`;

const weakText = ({ collapse }: Landmarks, { noise }: Trend): string[] => [
  `the loss falls by hardly more than its noise (${noise.toPrecision(2)} per batch), just before it explodes`,
  `the rate is placed by the explosion alone, which begins at lr ${formatLr(Math.exp(collapse!))}: raise --steps or --repeats, or take larger batches`,
];
