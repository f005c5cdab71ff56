import type { UseName } from '../analysis/bounds/uses.js';
import type { Curve } from '../analysis/curve.js';
import { divergence } from '../analysis/divergence.js';
import { type Profile, profileNamed, recordedBy, ruleIn } from '../analysis/profiles.js';
import { type Repeats, repeatOf } from '../analysis/repeats/pooled.js';
import { debiasedEma } from '../analysis/smooth.js';
import { userError } from '../base/errors.js';
import { formatLr, geometricBetween, linearBetween, partOf } from '../base/numbers.js';
import { findConfig } from '../config/find-config.js';
import { recordedConfig } from '../config/recorded-config.js';
import { type NamedOptimizer, optimizerLike, traitsOf } from '../optimizers/traits.js';
import { curveReading } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import { originsIn, repeatsIn, repeatsReading, type SweepOrigin } from '../reports/repeats-reading.js';

/** How a recorded curve is read; what is left out is as it was found, or the default of `find`. */
export interface SuggestRequest {
  readonly for?: UseName | undefined;
  /** Rule that places the constant rate; 'auto': the estimates. */
  readonly rule?: string | undefined;
  /** The tool whose way is gone, from its end of the sweep to its rule; null: none, be it that the report has one. */
  readonly profile?: Profile | null | undefined;
  /** The losses are smoothed already. Default false. */
  readonly smoothed?: boolean | undefined;
  /** Updates the sweep was planned for; as many as recorded by default. */
  readonly steps?: number | undefined;
  /** Name of the optimizer, with its usual memory; of a curve recorded elsewhere `sgd` by default. */
  readonly optimizer?: string | undefined;
  /** Of the optimizer, where it is not the usual one. */
  readonly momentum?: number | undefined;
}

/** A curve recorded elsewhere, or one of a report beside such curves. */
export interface Recorded {
  readonly curve: Curve;
  /** What people call it. */
  readonly name: string;
  /** What a report of lr-tool knows of it. */
  readonly known?: {
    readonly seed: number | null;
    readonly stop: FindReport['stop'];
    readonly optimizer: NamedOptimizer;
  };
}

/**
 * What the rules say of curves that lr-tool has not recorded, as a find report; what only a run has, is null. Several
 * curves are repeats of one sweep: the first is that of the report, and all of them together decide.
 *
 * Errors: CURVES_DIFFER where their rates or their optimizers do; STEPS_TOO_FEW, PROFILE_RULE.
 */
export function suggestFromCurves(recorded: readonly Recorded[], tool: string, request: SuggestRequest): FindReport {
  const [{ curve, name }] = recorded as [Recorded, ...Recorded[]];
  const origins = recorded.map(({ name: called, known }) => ({
    seed: known?.seed ?? null,
    name: called,
    ...(known && { stop: known.stop }),
  }));
  const optimizer = commonOptimizer(recorded, request);
  const read = reading(sameRates(recorded), origins, optimizer && { config: { optimizer }, seed: null }, request);
  const { smoothed = false } = request;
  const { lr } = read.curve;
  return {
    kind: 'lr-tool/find',
    version: 1,
    tool,
    config: {
      curve: name,
      profile: read.asked.profile ?? null,
      smoothed,
      optimizer: read.optimizer,
      find: read.asked,
    },
    seed: null,
    engine: null,
    data: { name, train: null, validation: 0, parameters: null },
    sweep: { mode: modeOf(curve.lr), startLr: lr[0]!, endLr: curve.lr.at(-1)!, steps: read.steps },
    ...read.reading,
    timing: null,
  };
}

/**
 * A find report read again, e.g. for another schedule: the same curves, with fresh answers.
 *
 * Errors: STEPS_TOO_FEW, PROFILE_RULE.
 */
export function suggestFromReport(report: FindReport, tool: string, request: SuggestRequest): FindReport {
  const read = reading(repeatsIn(report), originsIn(report), { ...report, steps: report.sweep.steps }, request);
  const { valLoss, fixedLoss, ...always } = report.curve;
  const cut = <T>(column: readonly T[]) => column.slice(0, read.curve.lr.length);
  return {
    ...report,
    tool,
    config: { ...report.config, find: { ...asObject(report.config['find']), ...read.asked } },
    sweep: { ...report.sweep, steps: read.steps },
    ...read.reading,
    curve: {
      step: cut(always.step),
      lr: cut(always.lr),
      loss: cut(always.loss),
      smoothed: request.profile === undefined ? always.smoothed : read.reading.curve.smoothed,
      ...(valLoss && { valLoss: cut(valLoss) }),
      ...(fixedLoss && { fixedLoss: cut(fixedLoss) }),
    },
    warnings: report.warnings, // some of them know more of the run than the curve tells
  };
}

/** Relative difference of two rates that are the same, but for the digits that a file keeps. */
const rateDigits = 1e-3;

/** Curves over the same rates as repeats; some may end earlier. Error: CURVES_DIFFER. */
export function sameRates(recorded: readonly Recorded[]): Repeats {
  const longest = recorded.reduce((a, b) => (b.curve.lr.length > a.curve.lr.length ? b : a));
  for (const { curve, name } of recorded) {
    const at = curve.lr.findIndex((lr, i) => Math.abs(lr - longest.curve.lr[i]!) > rateDigits * lr);
    if (at === -1) continue;
    const rates = `${formatLr(curve.lr[at]!, 4)} and ${formatLr(longest.curve.lr[at]!, 4)}`;
    throw userError(
      'CURVES_DIFFER',
      `${name} and ${longest.name} are no repeats of one sweep: point ${at + 1} has the rates ${rates}`,
      { hint: 'give sweeps over the same rates, or one curve at a time' },
    );
  }
  const fixedLosses = recorded.flatMap(({ curve: { fixedLoss } }) => (fixedLoss === undefined ? [] : [fixedLoss]));
  return {
    lr: longest.curve.lr,
    losses: recorded.map(({ curve }) => curve.loss),
    ...(fixedLosses.length === recorded.length && { fixedLosses }),
  };
}

/** A part of a config, or nothing where it is no object. */
export const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

type FoundReading = ReturnType<typeof recordedConfig.parse>['find'];

/** Where the stop is left out, the losses tell it. */
type Origin = Omit<SweepOrigin, 'stop'> & Partial<Pick<SweepOrigin, 'stop'>>;

/** What is known of how curves were found. */
interface Found {
  readonly config: Readonly<Record<string, unknown>>;
  readonly steps?: number;
  readonly seed: number | null;
}

/** @param found null: nothing is known */
export function reading(whole: Repeats, origins: readonly Origin[], found: Found | null, request: SuggestRequest) {
  const before = recordedConfig.parse(found?.config ?? {});
  const { smoothed = false } = request;
  const profile = request.profile === undefined ? profileNamed(before.find.profile) : (request.profile ?? undefined);
  const optimizer = optimizerOf(request, before.optimizer);
  const asked = askedOf(request, before.find, profile);
  if (profile !== undefined) requireRuleOf(profile, request.rule);
  const recorded = whole.lr.length;
  const steps = request.steps ?? found?.steps ?? recorded;
  if (steps < recorded) {
    throw userError('STEPS_TOO_FEW', `--steps ${steps}: the curve has ${recorded} points`, {
      hint: 'give the number of updates that the sweep was planned for, or leave --steps out',
    });
  }
  const curves = whole.losses.map((_, k) => {
    const curve = repeatOf(whole, k);
    const length = profile === undefined || smoothed ? curve.loss.length : recordedBy(profile, curve);
    const stop = length < curve.loss.length ? 'diverged' : (origins[k]!.stop ?? endingOf(curve, steps));
    return { ...origins[k]!, stop, loss: curve.loss.slice(0, length) };
  });
  const longest = curves.reduce((most, { loss }) => Math.max(most, loss.length), 0);
  const { fixedLosses } = whole;
  const repeats: Repeats = {
    lr: whole.lr.slice(0, longest),
    losses: curves.map(({ loss }) => loss),
    ...(fixedLosses && { fixedLosses: curves.map(({ loss }, k) => fixedLosses[k]!.slice(0, loss.length)) }),
  };
  const rule = ruleIn(asked);
  const newSmoother = () =>
    profile === undefined ? debiasedEma(findConfig.shape.smoothing.parse(undefined)) : profile.smoother();
  const smoother = smoothed ? null : newSmoother;
  const { together, sweeps } = repeatsReading(repeats, curves, {
    for: asked.for,
    steps,
    ...traitsOf(optimizer),
    smoothed,
    smoother,
    seed: found?.seed ?? 0,
    ...(profile && { profile }),
    ...(rule !== undefined && { rule }),
  });
  const curve = repeatOf(repeats, 0);
  const first = curveReading(curve, {
    steps,
    stop: curves[0]!.stop,
    smoother: smoother?.() ?? null,
    ...(profile && { profile }),
    recommendation: together.recommendation,
    sweeps,
  });
  return { curve, steps, asked, optimizer, reading: { ...first, ...together } };
}

/**
 * What trained the curves of which that is known; null where nothing is, or the request names another.
 *
 * Error: CURVES_DIFFER
 */
export function commonOptimizer(recorded: readonly Recorded[], { optimizer }: SuggestRequest): NamedOptimizer | null {
  const known = recorded.flatMap(({ name, known: of }) =>
    of === undefined ? [] : [{ name, optimizer: of.optimizer }],
  );
  const [first] = known;
  if (first === undefined || optimizer !== undefined) return null;
  const other = known.find((one) => optimizerText(one.optimizer) !== optimizerText(first.optimizer));
  if (other === undefined) return first.optimizer;
  throw userError(
    'CURVES_DIFFER',
    `${first.name} was swept by ${optimizerText(first.optimizer)} and ${other.name} by ${optimizerText(other.optimizer)}: a rate means another thing to each`,
    { hint: 'give sweeps by one optimizer, or say which one all are read as, e.g. --optimizer sgd' },
  );
}

/** "adam (beta1 0.9)". */
function optimizerText({ name, ...memory }: NamedOptimizer): string {
  const known = Object.entries(memory).filter(([, value]) => value !== undefined);
  return known.length === 0 ? name : `${name} (${known.map(([key, value]) => `${key} ${value}`).join(', ')})`;
}

/** A rule that was recorded with another profile is not taken over. */
function askedOf(request: SuggestRequest, before: FoundReading, profile: Profile | undefined) {
  const isOwn = profile === undefined || profile.rules.some((name) => name === before.rule);
  return {
    for: request.for ?? before.for,
    rule: request.rule ?? (isOwn ? before.rule : 'auto'),
    profile: profile?.name,
  };
}

/** As it was recorded, unless the request names another or another momentum. */
function optimizerOf({ optimizer, momentum }: SuggestRequest, recorded: NamedOptimizer): NamedOptimizer {
  if (optimizer === undefined && momentum === undefined) return recorded;
  return optimizerLike({ optimizer: optimizer ?? recorded.name, momentum });
}

function requireRuleOf({ name, rules }: Profile, rule: string | undefined): void {
  if (rule === undefined || rule === 'auto' || rules.some((own) => own === rule)) return;
  throw userError('PROFILE_RULE', `--rule ${rule} is none of --profile ${name}`, {
    hint: `its rules: ${rules.join(', ')}`,
  });
}

/** Why the sweep seems to have ended, from its last points. */
function endingOf({ loss }: Curve, steps: number): FindReport['stop'] {
  if (!Number.isFinite(loss.at(-1))) return 'non-finite';
  const watch = divergence({
    factor: findConfig.shape.divergeFactor.parse(undefined),
    smoothing: findConfig.shape.smoothing.parse(undefined),
  });
  const verdicts = loss.filter(Number.isFinite).map(watch);
  if (verdicts.at(-1) === 'diverged') return 'diverged';
  return loss.length < steps ? 'interrupted' : 'completed';
}

/** Linear where the middle rate is nearer to the middle of equal steps than to that of equal ratios. */
function modeOf(lr: readonly number[]): FindReport['sweep']['mode'] {
  const [first, last] = [lr[0]!, lr.at(-1)!];
  const middle = Math.floor(lr.length / 2);
  const part = partOf(middle, lr.length);
  if (first === 0) return 'linear';
  const off = (expected: number) => Math.abs(lr[middle]! - expected);
  return off(linearBetween(first, last, part)) < off(geometricBetween(first, last, part)) ? 'linear' : 'exponential';
}
