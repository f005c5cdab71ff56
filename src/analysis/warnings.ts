import { formatLr } from '../base/numbers.js';
import { type CodedMessage, type WarningSpec, warningsOf } from '../base/warning-spec.js';
import { clearFall } from './bounds/evidence.js';
import type { Landmarks } from './bounds/landmarks.js';
import { landmarksOf } from './bounds/landmarks.js';
import { seenIn } from './bounds/seen.js';
import type { Trend } from './bounds/trend.js';
import { type Curve, notASweep, type Suggestion } from './curve.js';

export interface WarningOptions {
  /** Updates the sweep was planned for. */
  readonly steps: number;
  /** Why it ended. */
  readonly stop: 'completed' | 'diverged' | 'non-finite' | 'interrupted';
  /** Updates until every example has been used once; left out where it is not known. */
  readonly updatesPerEpoch?: number;
  /** Rows over which batch normalisation takes its means; left out where there is none. */
  readonly normalisedRows?: number;
  /** The answers of the rules, to compare them; none by default. */
  readonly suggestions?: Readonly<Record<string, Suggestion>>;
  /** What each of several sweeps supports by itself, null where that is nothing; none by default. */
  readonly sweeps?: readonly SweepAnswer[];
  /** The recommended constant rate; left out where there is none. */
  readonly rate?: number;
}

/** A sweep read alone. */
export interface SweepAnswer {
  /** "seed 43". */
  readonly name: string;
  readonly lr: number | null;
}

interface Facts extends WarningOptions {
  readonly curve: Curve;
  readonly finite: number;
  /** Null where the curve has no fall at all. */
  readonly fall: { readonly trend: Trend; readonly landmarks: Landmarks } | null;
}

interface CurveWarningSpec extends WarningSpec<Facts> {
  /** It knows more of the run than its curves tell. */
  readonly ofRun?: true;
}

/** Fewer points than this show a bottom and an edge only roughly: 100 over 8 decades are usual. */
const enoughPoints = 50;
/** A lowest loss among this share of the points, the last ones, is at the end. */
const atEnd = 0.05;
/** A fall that begins within this share of the sweep, in ln(lr), may have begun before it. */
const atStart = 0.1;
/** Sweeps that used less of their updates than this wasted most of them. */
const usedShare = 0.5;
/** Batch normalisation over fewer rows than this errs (Wu and He 2018, arXiv:1803.08494, figure 1). */
const enoughRows = 16;
/** Where half of the rules are further apart than this, in decades, they see different things in the curve. */
const rulesApart = 2;
/** Sweeps of one model whose rates are further apart than this, in decades, are a matter of luck each. */
const sweepsApart = 1;
/** A rate this many decades below that of the lowest loss: usually they are one apart. */
const farBelow = 3;

/** Every warning about a curve, in the order of their codes. Codes keep their meaning for ever. */
export const warningSpecs: readonly CurveWarningSpec[] = [
  {
    code: 'W001',
    summary: 'the loss still falls at the highest learning rate',
    message: ({ fall, stop, curve }) => {
      if (fall === null || stop === 'diverged' || stop === 'non-finite') return null;
      const { lnLr, lowest } = fall.trend;
      return lowest >= (1 - atEnd) * (lnLr.length - 1)
        ? `the loss still falls at the highest learning rate, ${formatLr(curve.lr.at(-1)!)}: raise --end-lr`
        : null;
    },
  },
  {
    code: 'W002',
    summary: 'the loss falls from the lowest learning rate on, or is lowest there',
    message: ({ fall, curve }) => {
      if (fall === null) return null;
      const { trend, landmarks } = fall;
      const first = curve.lr.find((lr) => lr > 0)!;
      const { lnLr } = trend;
      const early = lnLr[0]! + atStart * (lnLr.at(-1)! - lnLr[0]!);
      return landmarks.onset <= early || landmarks.lowest <= early
        ? `the loss falls or is lowest at the lowest learning rate, ${formatLr(first)}, already: lower --start-lr`
        : null;
    },
  },
  {
    code: 'W003',
    summary: `fewer than ${enoughPoints} finite losses`,
    message: ({ finite }) =>
      finite < enoughPoints
        ? `only ${finite} finite losses, where ${enoughPoints} or more show the bounds well: raise --steps`
        : null,
  },
  {
    code: 'W004',
    summary: 'the sweep is longer than an epoch, so that later losses are of examples seen before',
    ofRun: true,
    message: ({ curve, updatesPerEpoch }) =>
      updatesPerEpoch !== undefined && curve.loss.length > updatesPerEpoch
        ? `data is repeated after step ${updatesPerEpoch} (${updatesPerEpoch} updates an epoch): later losses may be low by memory`
        : null,
  },
  {
    code: 'W005',
    summary: 'the loss never rises, so the largest usable rate was not seen',
    message: ({ fall, stop }) =>
      fall !== null && stop === 'completed' && fall.landmarks.rise === null && fall.landmarks.limit === null
        ? 'the loss never rises: the largest usable learning rate was not seen; raise --end-lr'
        : null,
  },
  {
    code: 'W006',
    summary: 'the fall of the loss is small beside the noise of a single batch, and there are no fixed rows',
    message: ({ fall }) =>
      fall !== null &&
      !fall.trend.exact &&
      fall.trend.drop < Math.max(clearFall * fall.trend.error, 2 * fall.trend.noise)
        ? `the loss falls by ${fall.trend.drop.toPrecision(2)}, its noise is ${fall.trend.noise.toPrecision(2)}: raise --steps, or take larger batches (--accumulate)`
        : null,
  },
  {
    code: 'W007',
    summary: 'the sweep ended long before its planned number of updates',
    message: ({ curve, steps, stop }) => {
      const done = curve.loss.length;
      if (stop === 'completed' || done >= usedShare * steps) return null;
      const cure = stop === 'interrupted' ? 'let it run' : 'lower --end-lr, and the steps go where the loss falls';
      return `stopped early (${stop}) after ${done} of ${steps} steps: ${cure}`;
    },
  },
  {
    code: 'W008',
    summary: `the middle half of the suggestion rules spans more than ${rulesApart} decades`,
    message: ({ suggestions = {} }) => {
      const answers = Object.values(suggestions).flatMap((suggestion) => (suggestion.ok ? [suggestion.lr] : []));
      const rates = answers.sort((a, b) => a - b);
      // one or two of the reproduced tools are astray on almost any curve: a warning at each of them would tell nothing
      const cut = Math.floor(rates.length / 4);
      const [low, high] = [rates.at(cut) ?? 0, rates.at(-1 - cut) ?? 0];
      const decades = Math.log10(high / low);
      return low > 0 && decades > rulesApart
        ? `the rules disagree: the middle half spans ${decades.toFixed(1)} decades, ${formatLr(low)} to ${formatLr(high)}`
        : null;
    },
  },
  {
    code: 'W009',
    summary: `batch normalisation over batches of fewer than ${enoughRows} rows`,
    ofRun: true,
    message: ({ normalisedRows = enoughRows }) =>
      normalisedRows < enoughRows
        ? `batch normalisation over ${normalisedRows} rows is mostly noise, and the curve with it: raise --batch-size to ${enoughRows} or more`
        : null,
  },
  {
    code: 'W010',
    summary: `the rates that single sweeps support are more than ${sweepsApart === 1 ? 'a decade' : `${sweepsApart} decades`} apart`,
    message: ({ sweeps = [] }) => {
      const able = sweeps.flatMap(({ name, lr }) => (lr === null ? [] : [{ name, lr }]));
      const [first] = able;
      if (first === undefined) return null;
      const low = able.reduce((a, b) => (b.lr < a.lr ? b : a), first);
      const high = able.reduce((a, b) => (b.lr > a.lr ? b : a), first);
      const decades = Math.log10(high.lr / low.lr);
      return decades > sweepsApart
        ? `the sweeps disagree: ${formatLr(low.lr)} by ${low.name} and ${formatLr(high.lr)} by ${high.name} are ${decades.toFixed(1)} decades apart; take more sweeps, --repeats ${2 * sweeps.length}, or larger batches (--accumulate)`
        : null;
    },
  },
  {
    code: 'W011',
    summary: 'some sweeps support a rate by themselves and others do not',
    message: ({ sweeps = [] }) => {
      const refused = sweeps.filter(({ lr }) => lr === null).map(({ name }) => name);
      return refused.length === 0 || refused.length === sweeps.length
        ? null
        : `${refused.length} of ${sweeps.length} sweeps support no rate by themselves (${refused.join(', ')}): raise --steps, or take larger batches (--accumulate)`;
    },
  },
  {
    code: 'W012',
    summary: `the recommended rate is more than ${farBelow} decades below that of the lowest loss`,
    message: ({ fall, rate }) => {
      if (fall === null || rate === undefined) return null;
      const lowest = Math.exp(fall.trend.lnLr[fall.trend.lowest]!);
      const decades = Math.log10(lowest / rate);
      return rate > 0 && decades > farBelow
        ? `lr ${formatLr(rate)} is ${decades.toFixed(1)} decades below ${formatLr(lowest)}, where the loss is lowest: raise --steps, and compare --rule steepest`
        : null;
    },
  },
];

/** The codes of warnings that a curve alone does not give. */
export const runWarningCodes: readonly string[] = warningSpecs.filter(({ ofRun }) => ofRun).map(({ code }) => code);

/** What a reader of the curve should know, in the order of the codes. Any curve, never throws. */
export function curveWarnings(curve: Curve, options: WarningOptions): CodedMessage[] {
  const seen = seenIn(curve);
  const { part } = seen;
  const trend = notASweep(part, 5) === null ? seen.trend : null;
  const fall = trend === null ? null : { trend, landmarks: landmarksOf(part, trend) };
  const facts: Facts = { ...options, curve, finite: part.loss.length, fall };
  return warningsOf(warningSpecs, facts);
}
