import type { UseName } from '../analysis/bounds/uses.js';
import type { Curve } from '../analysis/curve.js';
import { divergence } from '../analysis/divergence.js';
import { type Profile, recordedBy } from '../analysis/profiles.js';
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
  /** The tool whose way is gone, from its end of the sweep to its rule. */
  readonly profile?: Profile | undefined;
  /** The losses are smoothed already. Default false. */
  readonly smoothed?: boolean | undefined;
  /** Updates the sweep was planned for; as many as recorded by default. */
  readonly steps?: number | undefined;
  /** Name of the optimizer, with its usual memory; of a curve recorded elsewhere `sgd` by default. */
  readonly optimizer?: string | undefined;
  /** Of the optimizer, where it is not the usual one. */
  readonly momentum?: number | undefined;
}

/** A curve recorded elsewhere. */
export interface Recorded {
  readonly curve: Curve;
  /** What people call it. */
  readonly name: string;
}

/**
 * What the rules say of curves that lr-tool has not recorded, as a find report; what only a run has, is null. Several
 * curves are repeats of one sweep: the first is that of the report, and all of them together decide.
 *
 * Errors: CURVES_DIFFER where their rates do; STEPS_TOO_FEW, PROFILE_RULE.
 */
export function suggestFromCurves(recorded: readonly Recorded[], tool: string, request: SuggestRequest): FindReport {
  const [{ curve, name }] = recorded as [Recorded, ...Recorded[]];
  const origins = recorded.map((one) => ({ seed: null, name: one.name }));
  const read = reading(sameRates(recorded), origins, null, request);
  const { for: use, rule, smoothed = false, profile } = { ...request, ...read.asked };
  const { lr } = read.curve;
  return {
    kind: 'lr-tool/find',
    version: 1,
    tool,
    config: {
      curve: name,
      profile: profile?.name ?? null,
      smoothed,
      optimizer: read.optimizer,
      find: { for: use, rule },
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
  const read = reading(repeatsIn(report), originsIn(report), report, request);
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

/** Curves over the same rates as repeats; some may end earlier. */
function sameRates(recorded: readonly Recorded[]): Repeats {
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

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Where the stop is left out, the losses tell it. */
type Origin = Omit<SweepOrigin, 'stop'> & Partial<Pick<SweepOrigin, 'stop'>>;

function reading(whole: Repeats, origins: readonly Origin[], report: FindReport | null, request: SuggestRequest) {
  const before = recordedConfig.parse(report?.config ?? {});
  const { profile, smoothed = false } = request;
  const optimizer = optimizerOf(request, before.optimizer);
  const asked = { for: request.for ?? before.find.for, rule: request.rule ?? before.find.rule };
  if (profile !== undefined) requireRuleOf(profile, request.rule);
  const recorded = whole.lr.length;
  const steps = request.steps ?? report?.sweep.steps ?? recorded;
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
  const rule = profile !== undefined && asked.rule === 'auto' ? profile.rules[0] : asked.rule;
  const newSmoother = () =>
    profile === undefined ? debiasedEma(findConfig.shape.smoothing.parse(undefined)) : profile.smoother();
  const smoother = smoothed ? null : newSmoother;
  const together = repeatsReading(repeats, curves, {
    for: asked.for,
    steps,
    ...traitsOf(optimizer),
    smoothed,
    smoother,
    seed: report?.seed ?? 0,
    ...(rule !== 'auto' && { rule }),
  });
  const curve = repeatOf(repeats, 0);
  const first = curveReading(curve, {
    steps,
    stop: curves[0]!.stop,
    smoother: smoother?.() ?? null,
    recommendation: together.recommendation,
  });
  const ofProfile = together.repeats.map(({ suggestions, ...repeat }) => ({
    ...repeat,
    ...(suggestions && { suggestions: onlyOf(profile, suggestions) }),
  }));
  return {
    curve,
    steps,
    asked,
    optimizer,
    reading: { ...first, ...together, suggestions: onlyOf(profile, first.suggestions), repeats: ofProfile },
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

function onlyOf(profile: Profile | undefined, suggestions: FindReport['suggestions']): FindReport['suggestions'] {
  if (profile === undefined) return suggestions;
  return Object.fromEntries(profile.rules.map((name) => [name, suggestions[name]!]));
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
