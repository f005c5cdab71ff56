import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { Curve } from '../analysis/curve.js';
import { debiasedEma } from '../analysis/smooth.js';
import { version } from '../base/version.js';
import { curveReading } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import type { ReadSweepOptions } from './sweep-options.js';
import type { Model } from './tfjs.js';

/** A sweep that has ended, or where it is. */
export interface Sweep {
  readonly model: Model;
  readonly options: ReadSweepOptions & { readonly fixedRows: number };
  readonly curve: Curve;
  readonly stop: FindReport['stop'];
  /** Examples and updates of an epoch; of the whole sweep where it was shorter. */
  readonly epoch: { readonly examples: number; readonly updates: number };
  readonly sweepMs: number;
  readonly recommendation: Recommendation;
}

/**
 * The report of `lr-tool find` of a sweep over a model of the user's own, for `lr-tool plot` and `lr-tool train --from`.
 * What only lr-tool's own runs have, is null: the engine and the seed.
 */
export function sweepReport(sweep: Sweep): FindReport {
  const { model, options, curve, stop, epoch, sweepMs, recommendation } = sweep;
  const { mode, startLr, endLr, steps, smoothing } = options;
  return {
    kind: 'lr-tool/find',
    version: 1,
    tool: version,
    config: { optimizer: optimizerOf(model), find: options },
    seed: null,
    engine: null,
    data: { name: model.name, train: epoch.examples, validation: 0, parameters: model.countParams() },
    sweep: { mode, startLr, endLr, steps },
    ...curveReading(curve, {
      steps,
      stop,
      smoother: debiasedEma(smoothing),
      recommendation,
      updatesPerEpoch: epoch.updates,
    }),
    timing: { startupMs: 0, dataMs: 0, sweepMs, msPerStep: sweepMs / Math.max(1, curve.lr.length) },
  };
}

function optimizerOf({ optimizer }: Model): Record<string, unknown> {
  const { getClassName, getConfig } = optimizer as { getClassName?(): string; getConfig?(): object };
  const name = getClassName?.call(optimizer) ?? optimizer.constructor.name;
  return { name, ...getConfig?.call(optimizer) };
}
