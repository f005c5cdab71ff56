import type { Recommendation } from '../analysis/bounds/recommend.js';
import type { UseName } from '../analysis/bounds/uses.js';
import type { Suggestion } from '../analysis/curve.js';
import { divergence, type Watch } from '../analysis/divergence.js';
import { suggest } from '../api/suggest.js';
import { userError } from '../base/errors.js';
import { drawAscii } from '../plots/ascii.js';
import { findFigure } from '../plots/find.js';
import type { FindReport } from '../reports/find.js';
import { ratesOf, type Schedule } from '../schedules/schedule.js';
import { sweepExponential } from '../schedules/sweep-exponential.js';
import { sweepLinear } from '../schedules/sweep-linear.js';
import { Callback } from './callback.js';
import { countOf } from './examples.js';
import { fixedLossOf, whyNoFixedLoss } from './fixed-loss.js';
import { optimizerOf, setLr } from './set-lr.js';
import type { Snapshot } from './snapshot.js';
import { type ReadSweepOptions, readSweepOptions, type SweepOptions } from './sweep-options.js';
import { sweepReport } from './sweep-report.js';
import { type Examples, type Logs, type Model, numbersOf } from './tfjs.js';
import { captureTrainingState } from './training-state.js';

export interface PlotOptions {
  /** Columns, 20 or more. Default 80. */
  readonly width?: number | undefined;
  /** Rows of the plot, 4 or more. Default 16. */
  readonly height?: number | undefined;
  /** Only characters of ASCII. Default false. */
  readonly ascii?: boolean | undefined;
}

export interface LRFinderOptions extends SweepOptions {
  /**
   * Training examples, the same at every update, whose loss is taken before it: the recommendation reads that curve, which
   * has no noise of batches. Some 64 do; they stay yours. None if left out.
   */
  readonly fixed?: Examples | undefined;
}

export interface RecommendationOptions {
  /** What the rates are wanted for. Default 'clr'. */
  readonly for?: UseName | undefined;
  /** Name of the rule that places the constant rate, instead of the estimates. */
  readonly rule?: string | undefined;
}

/**
 * The learning rate range test (Smith 2017, arXiv:1506.01186, section 3.3) as a callback: one update per learning rate,
 * from startLr to endLr, until the loss diverges or is no number, or the last rate was used.
 *
 *   const finder = new LRFinder(model);
 *   await model.fit(x, y, { epochs: 100, callbacks: finder });     // it ends the training after 100 updates
 *   finder.recommendation('one-cycle'); finder.suggest('valley'); console.log(finder.plot());
 *
 * With `fixed: { x, y }` the loss of these examples is recorded too, as that of a batch, but without dropout, the
 * penalties of regularizers and weights of classes.
 *
 * Give `fit` epochs enough for `steps` updates. When the training ends, weights, learning rate and the state of the
 * optimizer are as before, bit for bit; where `fit` throws, call `restore`. The states of stateful layers, fields of an
 * optimizer of your own that are neither numbers nor variables, and the random numbers of TensorFlow.js are not restored.
 *
 * Errors: OPTION.
 */
export class LRFinder extends Callback {
  /** Columns with one entry per update: its `lr`, and before the update the `loss` of its batch, `fixedLoss` of `fixed`. */
  readonly history: { lr: number[]; loss: number[]; fixedLoss?: number[] } = { lr: [], loss: [] };
  readonly #options: ReadSweepOptions;
  readonly #fixed: Examples | undefined;
  readonly #rates: readonly number[];
  #before: Snapshot | null = null;
  /** Loss of the fixed examples before the next update; null before it was taken. */
  #nextFixedLoss: number | null = null;
  #watch: Watch = () => null;
  #stop: FindReport['stop'] = 'interrupted';
  #examples = 0;
  #epoch: { examples: number; updates: number } | null = null;
  #startedAt = 0;
  #sweepMs = 0;

  constructor(model: Model, { fixed, ...options }: LRFinderOptions = {}) {
    super(model);
    this.#options = readSweepOptions(options, 'LRFinder');
    if (fixed !== undefined) requireFixed(fixed, model);
    this.#fixed = fixed;
    this.#rates = ratesOf(sweepOf(this.#options), this.#options.steps);
  }

  /** Updates of the whole sweep. */
  get steps(): number {
    return this.#options.steps;
  }

  /** Why the sweep ended; 'interrupted' where the training ended before it. */
  get stop(): FindReport['stop'] {
    return this.#stop;
  }

  /** The answer of one rule, 'steepest' if none is named. Errors: NO_SWEEP, OPTION. */
  suggest(rule = 'steepest'): Suggestion {
    this.#needCurve();
    return suggest(this.history, { rule, steps: this.#options.steps });
  }

  /** The rates to use with a schedule, 'clr' if none is named, with the reasons. Errors: NO_SWEEP, OPTION. */
  recommendation(use: UseName = 'clr', { rule }: Pick<RecommendationOptions, 'rule'> = {}): Recommendation {
    this.#needCurve();
    return suggest(this.history, { for: use, rule, steps: this.#options.steps, ...optimizerOf(this.model.optimizer) });
  }

  /** The report, as `lr-tool find` writes it: for `lr-tool plot` and `lr-tool train --from`. Errors: NO_SWEEP, OPTION. */
  report({ for: use, rule }: RecommendationOptions = {}): FindReport {
    const recommendation = this.recommendation(use, { rule });
    const updates = this.history.lr.length;
    return sweepReport({
      model: this.model,
      options: { ...this.#options, fixedRows: (this.#fixed && countOf(this.#fixed)) ?? 0 },
      curve: this.history,
      stop: this.#stop,
      epoch: this.#epoch ?? { examples: this.#examples, updates },
      sweepMs: this.#sweepMs,
      recommendation,
    });
  }

  /** The curve with the recommended rates, as text. Errors: NO_SWEEP, OPTION. */
  plot({ width = 80, height = 16, ascii = false, ...options }: PlotOptions & RecommendationOptions = {}): string {
    return drawAscii(findFigure([this.report(options)]), { width, height, symbols: ascii ? 'ascii' : 'line' });
  }

  /** Gives the model what it had before the sweep; for where `fit` threw. Once is enough, more does no harm. */
  restore(): void {
    this.#before?.restore();
    this.#before?.dispose();
    this.#before = null;
  }

  override async onTrainBegin(_logs?: Logs): Promise<void> {
    this.restore();
    this.#nextFixedLoss = await this.#fixedLoss(); // first of all: what it throws leaves nothing behind
    this.#before = captureTrainingState(this.model);
    const { divergeFactor, smoothing } = this.#options;
    this.#watch = divergence({ factor: divergeFactor, smoothing });
    this.#stop = 'interrupted';
    this.history.lr = [];
    this.history.loss = [];
    if (this.#fixed !== undefined) this.history.fixedLoss = [];
    this.#examples = 0;
    this.#epoch = null;
    this.#startedAt = performance.now();
  }

  override async onEpochEnd(_epoch: number, _logs?: Logs): Promise<void> {
    if (this.#stop === 'interrupted') this.#epoch ??= { examples: this.#examples, updates: this.history.lr.length };
  }

  override async onBatchBegin(_batch: number, _logs?: Logs): Promise<void> {
    const lr = this.#rates[this.history.lr.length];
    if (lr === undefined) return;
    this.#nextFixedLoss ??= await this.#fixedLoss();
    setLr(this.model.optimizer, lr);
  }

  override async onBatchEnd(_batch: number, logs: Logs = {}): Promise<void> {
    const step = this.history.lr.length;
    const lr = this.#rates[step];
    if (lr === undefined) return;
    const { loss = Number.NaN } = await numbersOf(logs);
    this.history.lr.push(lr);
    this.history.loss.push(loss);
    if (this.#nextFixedLoss !== null) this.history.fixedLoss?.push(this.#nextFixedLoss);
    this.#nextFixedLoss = null;
    this.#examples += typeof logs['size'] === 'number' ? logs['size'] : 0;
    const last = step + 1 === this.#rates.length;
    const stop = this.#watch(loss) ?? (last ? 'completed' : null);
    if (stop === null) return;
    this.#stop = stop;
    this.model.stopTraining = true; // TensorFlow.js ends the training after this batch
  }

  override async onTrainEnd(_logs?: Logs): Promise<void> {
    this.#sweepMs = performance.now() - this.#startedAt;
    this.restore();
  }

  async #fixedLoss(): Promise<number | null> {
    return this.#fixed === undefined ? null : fixedLossOf(this.model, this.#fixed);
  }

  #needCurve(): void {
    if (this.history.lr.length > 0) return;
    throw userError('NO_SWEEP', 'LRFinder has recorded nothing', {
      hint: 'give it to model.fit or model.fitDataset first: { callbacks: finder }',
    });
  }
}

function requireFixed(fixed: Examples, model: Model): void {
  const why =
    fixed !== null && countOf(fixed) ? whyNoFixedLoss(model) : 'must be { x, y }: tensors with a row for each example';
  if (why !== null) throw userError('OPTION', `LRFinder: fixed: ${why}`);
}

function sweepOf({ mode, startLr, endLr, steps }: ReadSweepOptions): Schedule {
  const spec = { exponential: sweepExponential, linear: sweepLinear }[mode];
  return spec.build({ startLr, endLr }, { totalSteps: steps, stepsPerEpoch: steps });
}
