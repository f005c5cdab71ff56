import { formatLr } from '../../base/numbers.js';
import { randomStream } from '../../base/random.js';
import { type Confidence, type Recommendation, type RecommendOptions, recommend } from '../bounds/recommend.js';
import { quantile } from '../statistics.js';
import { combined } from './combined.js';
import { pooledCurve, type Repeats, repeatOf, sweepsOf } from './pooled.js';

export interface RepeatsOptions extends RecommendOptions {
  /** What is drawn with replacement follows from it. */
  readonly seed: number;
}

/** How an interval over repeats came about. */
export interface Bootstrap {
  /** Share of the resamples whose rate lies in the interval. */
  readonly level: number;
  readonly resamples: number;
  /** Resamples without an answer; they have no part in the interval. */
  readonly refused: number;
}

export interface RepeatsRecommendation {
  readonly recommendation: Recommendation;
  /** Null where there is nothing to draw from: a single sweep, or no answer. */
  readonly bootstrap: Bootstrap | null;
}

const level = 0.9;
const resamples = 200;
/** Fewer sweeps than this have so few different resamples that the interval is rough. */
const few = 5;
/** Sweeps that agree within this many decades leave no doubt about the rate; two of them may agree by chance. */
const agreement = { decades: 0.3, repeats: 3 };
/** Beyond this many decades, or with more than this share of refusals, the answer is a matter of luck. */
const luck = { decades: 1, refused: 0.2 };

/**
 * The learning rates that several sweeps support, as `recommendTogether` has them. `interval` is that of a bootstrap
 * (Efron 1979, The Annals of Statistics 7, 1-26): as many sweeps as there are are drawn with replacement, 200 times; each
 * draw is read as the whole is; the middle nine tenths of the answers, widened to the answer itself. It tells what other weights and another order of the batches would change, not
 * whether the method errs: for that, `why` tells how far the estimates lie apart.
 *
 * Confidence is that of all together; at most medium where the interval is wider than 0.3 decade or there are only
 * two sweeps; low where it is wider than a decade or a fifth of the draws has no answer. One sweep: `recommend` itself.
 *
 * @throws RULE_UNKNOWN
 */
export function recommendRepeats(repeats: Repeats, options: RepeatsOptions): RepeatsRecommendation {
  const { seed, ...asked } = options;
  const read = readerOf(repeats, asked);
  const count = repeats.losses.length;
  const recommendation = read([...repeats.losses.keys()]);
  if (count === 1 || !recommendation.ok) return { recommendation, bootstrap: null };
  const answers = redrawn(count, seed, (drawn) => {
    const answer = read(drawn);
    return answer.ok ? answer.lr : null;
  });
  const rates = answers.filter((lr) => lr !== null);
  const ends = rates.length === 0 ? [] : [(1 - level) / 2, (1 + level) / 2].map((share) => quantile(rates, share));
  const interval: [number, number] = [Math.min(recommendation.lr, ...ends), Math.max(recommendation.lr, ...ends)];
  const decades = Math.log10(interval[1] / interval[0]);
  const refused = resamples - rates.length;
  return {
    recommendation: {
      ...recommendation,
      interval,
      confidence: confidenceOf(recommendation.confidence, decades, refused / resamples, count),
      why: [...recommendation.why, spreadText(interval, decades, count), ...refusalText(refused, count)],
    },
    bootstrap: { level, resamples, refused },
  };
}

/**
 * The learning rates that all sweeps together support. With fixed rows each sweep is read alone, and the answers are
 * `combined`; where half of them or more support none, and without fixed rows, it is `recommend` of what `pooledCurve` makes
 * of them, so that noise is gone before anything is read off.
 *
 * @throws RULE_UNKNOWN
 */
export const recommendTogether = (repeats: Repeats, options: RecommendOptions): Recommendation =>
  readerOf(repeats, options)([...repeats.losses.keys()]);

/** Reads the sweeps of those numbers together. */
function readerOf(repeats: Repeats, options: RecommendOptions): (drawn: readonly number[]) => Recommendation {
  const pooled = (drawn: readonly number[]) => recommend(pooledCurve(sweepsOf(repeats, drawn)), options);
  if (repeats.fixedLosses === undefined) return pooled;
  const alone = repeats.losses.map((_, k) => recommend(repeatOf(repeats, k), options));
  return (drawn) => {
    const answer = combined(drawn.map((k) => alone[k]!));
    return answer.ok || drawn.length === 1 ? answer : rescued(answer, pooled(drawn));
  };
}

/** What only the mean of the sweeps supports: of low confidence, as most of them support no rate. */
function rescued(refusal: Recommendation, pooled: Recommendation): Recommendation {
  if (!pooled.ok) return refusal;
  const why = 'half of the sweeps or more support no rate alone, as noise hides the fall; of the mean of their curves:';
  return { ...pooled, confidence: 'low', why: [why, ...pooled.why] };
}

/** What is told of every draw; equal draws, in whatever order, are read once. */
function redrawn(count: number, seed: number, read: (drawn: readonly number[]) => number | null): (number | null)[] {
  const known = new Map<string, number | null>();
  const random = randomStream(seed, 'bootstrap', count);
  return Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: count }, () => random.below(count)).sort((a, b) => a - b);
    const key = drawn.join();
    const answer = known.has(key) ? known.get(key)! : read(drawn);
    known.set(key, answer);
    return answer;
  });
}

function confidenceOf(pooled: Confidence, decades: number, refused: number, count: number): Confidence {
  if (pooled === 'low' || decades > luck.decades || refused > luck.refused) return 'low';
  const agree = decades <= agreement.decades && count >= agreement.repeats && refused === 0;
  return agree ? pooled : 'medium';
}

function spreadText([from, to]: readonly [number, number], decades: number, count: number): string {
  const range = `over ${count} sweeps the rate lies between ${formatLr(from)} and ${formatLr(to)}, ${decades.toFixed(2)} decades`;
  const how = `${100 * level} % of ${resamples} bootstrap draws`;
  return count < few ? `${range} (${how}; ${count} sweeps are few, so this is rough)` : `${range} (${how})`;
}

const refusalText = (refused: number, count: number): string[] =>
  refused === 0 ? [] : [`${refused} of the ${resamples} draws of ${count} sweeps support no rate: raise --repeats`];
