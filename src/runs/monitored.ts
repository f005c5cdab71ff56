import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import type { RunConfig } from '../config/run-config.js';
import { type ControllerKey, controllerKeys } from '../controllers/all.js';
import { type Direction, modeOf } from '../controllers/monitor.js';
import type { Dataset } from '../datasets/dataset.js';
import type { Evaluation } from '../engine/engine.js';

type Validated = Pick<Dataset, 'validation'>;

/** Results of an epoch by the names that controllers know: a metric, taken of validation rows only, has two. */
export function valuesOf({
  loss,
  validation,
}: {
  readonly loss: number;
  readonly validation: Evaluation | null;
}): Record<string, number> {
  if (validation === null) return { loss };
  const metrics = Object.entries(validation.metrics).flatMap(([name, value]) => [
    [name, value],
    [`val_${name}`, value],
  ]);
  return { loss, val_loss: validation.loss, ...Object.fromEntries(metrics) };
}

const namesIn = ({ metrics = [] }: RunConfig, { validation }: Validated): string[] =>
  validation.length === 0 ? ['loss'] : ['loss', 'val_loss', ...metrics, ...metrics.map((name) => `val_${name}`)];

/** What controllers watch that name nothing themselves. */
export const defaultMonitor = ({ train }: RunConfig, { validation }: Validated): string =>
  train.monitor ?? (validation.length > 0 ? 'val_loss' : 'loss');

/**
 * What the best epoch is told by: what early stopping watches, else the common monitor.
 *
 * Error: MONITOR for a name, of any controller, that this training has no value for.
 */
export function judgedBy(
  config: RunConfig,
  dataset: Validated,
): { readonly monitor: string; readonly mode: Direction } {
  const { train } = config;
  checkMonitor(train.monitor, 'train.monitor', config, dataset);
  for (const key of controllerKeys) checkMonitor(train[key]?.monitor, `train.${key}.monitor`, config, dataset);
  const monitor = train.earlyStopping?.monitor ?? defaultMonitor(config, dataset);
  return { monitor, mode: modeOf({ mode: train.earlyStopping?.mode ?? 'auto' }, monitor) };
}

function checkMonitor(monitor: string | undefined, place: string, config: RunConfig, dataset: Validated): void {
  const names = namesIn(config, dataset);
  if (monitor === undefined || names.includes(monitor)) return;
  const unvalidated = dataset.validation.length === 0;
  const hint =
    unvalidated && monitor.startsWith('val_')
      ? 'set dataset.validation to a part of the rows, e.g. 0.2'
      : didYouMean(monitor, names);
  throw userError('MONITOR', `${place}: this training has no value '${monitor}'`, { hint });
}

/** The monitor of each controller that is on. */
export const monitorsOf = (config: RunConfig, dataset: Validated): Partial<Record<ControllerKey, string>> =>
  Object.fromEntries(
    controllerKeys.flatMap((key) => {
      const section = config.train[key];
      return section === undefined ? [] : [[key, section.monitor ?? defaultMonitor(config, dataset)]];
    }),
  );
