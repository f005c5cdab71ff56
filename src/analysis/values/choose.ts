import { formatLr } from '../../base/numbers.js';
import type { Confidence } from '../bounds/recommend.js';
import { spreadOf } from '../paired.js';
import type { PreferenceName } from './preference.js';

/** What range tests at one value of a key came to. */
export interface TestedValue {
  /** As it is called in sentences: "weightDecay 1e-4". */
  readonly label: string;
  /** Null where it is no number. */
  readonly number: number | null;
  /** Null where the curves support no rate: such a value is not taken. */
  readonly rate: number | null;
  /** Of plain gradient steps, which it makes 1 / (1 - momentum) times longer in the long run; 0 of others. */
  readonly momentum: number;
  /** Lowest smoothed loss of each sweep; sweep k of all values began with the same weights. */
  readonly lowest: readonly number[];
  /** Fall of the smoothed loss from its start to there, mean over the sweeps. */
  readonly fall: number;
  /** Standard error of a lowest smoothed loss by the noise of single batches. */
  readonly noise: number;
}

export interface ValueChoice {
  /** Into the values. */
  readonly index: number;
  readonly confidence: Confidence;
  /** In sentences, the verdict first. */
  readonly why: readonly string[];
}

/** Losses this many standard errors of their difference apart, or less, are not told apart. */
const withinErrors = 2;
/** A loss higher than the best by less than the first part of the fall is as good, by more than the second worse, whatever the noise. */
const partOfFall = { equal: 0.01, worse: 0.1 };
/** Steps this many times shorter than the longest are no large steps any more. */
const halfDecade = Math.sqrt(10);
/** Where losses that differ by less than this part of the fall can be told apart, the choice is sure; up to the second, fairly. */
const resolution = { high: 0.03, medium: 0.1 };
/** Sweeps of each value from which a spread can be trusted. */
const enoughSweeps = 3;

/**
 * Which value to take: of those whose curves support a rate, `lowest`: the one with the lowest loss; `largest`: the largest
 * number whose loss is within noise of that and that steps as far.
 *
 *   within noise   d <= 2 s, but at least 1 % and at most 10 % of the fall;  d = mean over sweeps of (loss - loss of the best)
 *   s              several sweeps: sd(d) / sqrt(sweeps), of pairs with the same weights and batches
 *                  one sweep: sqrt(noise^2 + noise of the best^2), which other weights may exceed
 *   steps as far   rate / (1 - momentum) is at least 10^(-1/2) of the highest one among these
 *
 * Confidence is what such an s can tell apart, as a part of the fall: high below 3 %, medium below 10 %; low for a single
 * sweep, at most medium for two. Null where no value supports a rate.
 *
 * Source of the rule: Smith 2018, arXiv:1803.09820, section 4; of "within errors of the best, then the most regularised":
 * Breiman et al. 1984, Classification and Regression Trees, section 3.4.3
 */
export function chooseValue(values: readonly TestedValue[], preference: PreferenceName): ValueChoice | null {
  const able = values.filter(({ rate, lowest }) => rate !== null && lowest.length > 0);
  const [first] = able;
  if (first === undefined) return null;
  const best = able.reduce((a, b) => (meanOf(b) < meanOf(a) ? b : a), first);
  const compared = able.map((value) => comparedWith(best, value));
  const near = compared.filter(({ worse }) => !worse);
  const farthest = near.reduce((most, { value }) => Math.max(most, reachOf(value)), 0);
  const taken =
    preference === 'lowest'
      ? compared.find(({ value }) => value === best)!
      : near
          .filter(({ value }) => reachOf(value) * halfDecade >= farthest)
          .reduce((a, b) => (b.value.number! > a.value.number! ? b : a));
  const sweeps = Math.min(...able.map(({ lowest }) => lowest.length));
  return {
    index: values.indexOf(taken.value),
    confidence: confidenceOf(compared, taken, best, sweeps),
    why: [
      verdictText(taken, best, preference),
      ...reasonsAgainst(compared, taken, best, { preference, farthest }),
      ...leftOut(values, able),
      spreadText(able, sweeps),
    ],
  };
}

interface Compared {
  readonly value: TestedValue;
  /** Its loss less that of the best. */
  readonly difference: number;
  /** Standard error of the difference. */
  readonly error: number;
  /** Losses higher by this much, or less, are as good. */
  readonly room: number;
  /** It is higher by more. */
  readonly worse: boolean;
}

const reachOf = ({ rate, momentum }: TestedValue) => rate! / (1 - momentum);
const reachText = ({ momentum }: TestedValue) => (momentum === 0 ? 'rate' : 'rate / (1 - momentum)');

const meanOf = ({ lowest }: TestedValue) => spreadOf(lowest).mean;

function comparedWith(best: TestedValue, value: TestedValue): Compared {
  const pairs = Math.min(value.lowest.length, best.lowest.length);
  const differences = value.lowest.slice(0, pairs).map((loss, k) => loss - best.lowest[k]!);
  const { mean, sd } = spreadOf(differences);
  const error = sd === null ? Math.hypot(value.noise, best.noise) : sd / Math.sqrt(pairs);
  const room = Math.min(Math.max(withinErrors * error, partOfFall.equal * best.fall), partOfFall.worse * best.fall);
  return { value, difference: mean, error, room, worse: value !== best && mean > room };
}

function confidenceOf(compared: readonly Compared[], taken: Compared, best: TestedValue, sweeps: number): Confidence {
  if (sweeps < 2 || best.fall <= 0) return 'low';
  const rivals = compared.filter((one) => one.value !== best && (!one.worse || one === taken));
  const widest = rivals.reduce((most, { error }) => Math.max(most, error), 0);
  const part = (withinErrors * widest) / best.fall;
  if (part > resolution.medium) return 'low';
  return part <= resolution.high && sweeps >= enoughSweeps ? 'high' : 'medium';
}

const lossText = (loss: number) => loss.toPrecision(3);

function verdictText({ value, difference, room }: Compared, best: TestedValue, preference: PreferenceName): string {
  if (preference === 'lowest') return `${value.label} has the lowest loss, ${lossText(meanOf(value))}`;
  if (value === best)
    return `${value.label} has the lowest loss, ${lossText(meanOf(value))}, and no larger value comes as low`;
  const apart = `${lossText(difference)} above that of ${best.label}, where up to ${lossText(room)} is as good`;
  return `${value.label} is the largest that comes as low: its loss is ${apart}`;
}

function reasonsAgainst(
  compared: readonly Compared[],
  taken: Compared,
  best: TestedValue,
  { preference, farthest }: { readonly preference: PreferenceName; readonly farthest: number },
): string[] {
  const others = compared.filter((one) => one !== taken && one.value !== best);
  if (preference === 'lowest') {
    const open = others.filter(({ worse }) => !worse).map(({ value }) => value.label);
    return open.length === 0 ? [] : [`within noise of it: ${open.join(', ')}`];
  }
  return others
    .concat(best === taken.value ? [] : compared.filter(({ value }) => value === best))
    .filter(({ value }) => value.number! > taken.value.number!)
    .map(({ value, difference, worse }) =>
      worse
        ? `${value.label} is not: its loss is ${lossText(difference)} higher than the lowest`
        : `${value.label} is not: it steps less far, ${reachText(value)} ${formatLr(reachOf(value))} against ${formatLr(farthest)}`,
    );
}

function leftOut(values: readonly TestedValue[], able: readonly TestedValue[]): string[] {
  const refused = values.filter((value) => !able.includes(value)).map(({ label }) => label);
  return refused.length === 0 ? [] : [`left out, because no rate is supported there: ${refused.join(', ')}`];
}

function spreadText(able: readonly TestedValue[], sweeps: number): string {
  if (able.length === 1) return 'nothing else supports a rate: it was compared with none';
  return sweeps < 2
    ? 'one sweep for each value: noise is that of its batches, and what other weights would change is not seen; --repeats 3 sees it'
    : `${sweeps} sweeps for each value; sweep by sweep they began with the same weights; as good is what lies within 2 standard errors of the differences, or 1 % of the fall`;
}
