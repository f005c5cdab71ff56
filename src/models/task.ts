import { userError } from '../base/errors.js';
import type { LayerConfig } from './layers.js';
import { type LossChoice, type LossConfig, type LossName, lossSpec, type TargetForm } from './losses.js';
import { type MetricName, metricNames, metrics } from './metrics.js';

/** What a task needs to know of the targets; `Targets` of a data set has this form. */
export type TargetSummary =
  | { readonly kind: 'classes'; readonly classes: readonly string[] }
  | {
      readonly kind: 'numbers';
      readonly width: number;
      readonly classes?: readonly string[];
      /** Looked through where a loss takes only numbers in [0, 1]. */
      readonly values: Float32Array;
    };

/** What ties a model to its data. */
export interface Task {
  readonly loss: LossConfig;
  readonly metrics: readonly MetricName[];
  /** Width of the model's last layer. */
  readonly outputs: number;
}

/** What the config says of the task; undefined is left to the data. */
export interface TaskChoice {
  readonly loss?: LossChoice | undefined;
  readonly metrics?: readonly MetricName[] | undefined;
}

const defaults: Record<TargetForm, { readonly loss: LossName; readonly metrics: readonly MetricName[] }> = {
  classes: { loss: 'sparse-softmax-cross-entropy', metrics: ['accuracy'] },
  'one-hot': { loss: 'softmax-cross-entropy', metrics: ['accuracy'] },
  numbers: { loss: 'mse', metrics: ['mae'] },
};

/**
 * Loss, metrics and number of outputs for the targets: as chosen, else class labels: sparse-softmax-cross-entropy and
 * accuracy; one-hot rows: softmax-cross-entropy and accuracy; numbers: mse and mae.
 *
 * Errors: LOSS_UNFIT, METRIC_UNFIT where a choice does not fit the targets.
 */
export function taskOf(choice: TaskChoice, targets: TargetSummary): Task {
  const form = formOf(targets);
  const { fromLogits = true, delta = 1, name = defaults[form].loss } = choice.loss ?? {};
  const binary = name === 'binary-cross-entropy';
  checkLoss(name, targets);
  const chosen = choice.metrics ?? (binary ? ['accuracy'] : defaults[form].metrics);
  chosen.forEach((metric, i) => {
    checkMetric(metric, `metrics[${i}]`, binary, targets);
  });
  const outputs = binary ? 1 : targets.kind === 'classes' ? targets.classes.length : targets.width;
  return { loss: { name, fromLogits, delta }, metrics: chosen, outputs };
}

/**
 * Checks the last activation of a model given as layers against the loss: logits must come without softmax or sigmoid,
 * probabilities (`fromLogits: false`) with the one that belongs to the loss. Error: LOSS_UNFIT.
 */
export function checkOutputActivation(layers: readonly LayerConfig[], loss: LossConfig): void {
  const { link } = lossSpec(loss.name);
  if (link === null) return;
  const place = `model.layers[${layers.length - 1}]`;
  const last = layers.at(-1);
  const activation = last !== undefined && 'activation' in last ? last.activation : 'linear';
  if (loss.fromLogits && (activation === 'softmax' || activation === 'sigmoid')) {
    throw userError(
      'LOSS_UNFIT',
      `${place} ends in ${activation}, but ${loss.name} takes logits and applies it itself`,
      {
        hint: 'remove that activation (better numerically), or set loss.fromLogits to false',
      },
    );
  }
  if (!loss.fromLogits && activation !== link) {
    throw userError(
      'LOSS_UNFIT',
      `loss.fromLogits is false, so the model must end in ${link}, but ${place} ends in ${activation}`,
      { hint: `set its activation to ${link}, or loss.fromLogits to true` },
    );
  }
}

const formOf = (targets: TargetSummary): TargetForm =>
  targets.kind === 'classes' ? 'classes' : targets.classes ? 'one-hot' : 'numbers';

const describeTargets = (targets: TargetSummary): string => {
  if (targets.kind === 'classes') return `labels of ${targets.classes.length} classes`;
  if (targets.classes) return `one-hot rows of ${targets.classes.length} classes`;
  return targets.width === 1 ? 'numbers' : `rows of ${targets.width} numbers`;
};

function checkLoss(name: LossName, targets: TargetSummary): void {
  const unfit = (why: string, hint: string) =>
    userError('LOSS_UNFIT', `loss.name: ${name} ${why}, the targets are ${describeTargets(targets)}`, { hint });
  const form = formOf(targets);
  const taken = lossSpec(name).targets;
  if (!taken.includes(form)) {
    const oneHot = form === 'classes' && taken.includes('one-hot') ? ', or dataset.oneHot to true' : '';
    throw unfit(`takes ${taken.join(' or ')}`, `set loss to ${defaults[form].loss}${oneHot}`);
  }
  if (name !== 'binary-cross-entropy') return;
  if (targets.kind === 'classes') {
    if (targets.classes.length !== 2) throw unfit('takes two classes', `set loss to ${defaults.classes.loss}`);
    return;
  }
  if (targets.width !== 1) throw unfit('takes one number per example', `set loss to ${defaults.numbers.loss}`);
  const bad = targets.values.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad === -1) return;
  throw unfit(`takes numbers from 0 to 1 (that of example ${bad} is ${targets.values[bad]})`, 'set loss to mse');
}

function checkMetric(name: MetricName, key: string, binary: boolean, targets: TargetSummary): void {
  const classes = targets.classes?.length ?? (binary ? 2 : 0);
  const fits = (metric: MetricName) =>
    metrics[metric].targets === 'numbers' ? targets.kind === 'numbers' : classes > metrics[metric].classesAbove;
  if (fits(name)) return;
  const { targets: taken, classesAbove } = metrics[name];
  const needed = taken === 'numbers' ? 'numbers' : classes === 0 ? 'classes' : `more than ${classesAbove} classes`;
  throw userError('METRIC_UNFIT', `${key}: ${name} needs ${needed}, the targets are ${describeTargets(targets)}`, {
    hint: `metrics that fit: ${metricNames.filter(fits).join(', ')}`,
  });
}
