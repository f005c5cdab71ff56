import { type WarningSpec, warningsOf } from '../base/warning-spec.js';
import type { RunConfig } from '../config/run-config.js';
import { type ControllerKey, controllerKeys } from '../controllers/all.js';
import { type Action, panelOf } from '../controllers/panel.js';
import type { Dataset } from '../datasets/dataset.js';
import type { Warning } from '../reports/find.js';
import { defaultMonitor, monitorsOf } from './monitored.js';

interface Facts {
  readonly epochs: number;
  readonly config: RunConfig['train'];
  /** The controllers that are on. */
  readonly keys: readonly ControllerKey[];
  /** Epoch of the first cut or stop by a controller if nothing ever improves; undefined where there is none. */
  readonly first: (key: ControllerKey, action: Action['action']) => number | undefined;
}

/** Every warning about the controllers of a training, known before it begins. Codes keep their meaning for ever. */
export const controllerWarningSpecs: readonly WarningSpec<Facts>[] = [
  {
    code: 'W102',
    summary: 'early stopping would end the training before the learning rate is cut',
    message: ({ keys, config, first }) => {
      const stop = first('earlyStopping', 'stop');
      if (stop === undefined) return [];
      return keys.flatMap((key) => {
        const cut = first(key, 'reduce-lr');
        if (cut === undefined || cut < stop) return [];
        const enough = cut - config.earlyStopping!.startFromEpoch;
        return [
          `where nothing improves, early stopping ends the training after epoch ${stop}, and ${key} cuts the rate only after epoch ${cut}: give earlyStopping a patience of ${enough} or more`,
        ];
      });
    },
  },
  {
    code: 'W103',
    summary: 'the training is too short for a controller to act at all',
    message: ({ keys, epochs, config, first }) =>
      keys.flatMap((key) => {
        const acts = first(key, key === 'earlyStopping' ? 'stop' : 'reduce-lr');
        if (acts !== undefined && acts < epochs) return [];
        const { patience } = config[key]!;
        return acts === undefined
          ? [`${key} can never cut the rate: its minLr is not below that of the schedule`]
          : [
              `${key} with a patience of ${patience} cannot act within ${epochs} epochs: lower its patience, or raise --epochs`,
            ];
      }),
  },
];

/**
 * What can be said of the controllers before a training begins.
 *
 * @param lr the schedule's peak
 */
export function controllerWarnings(config: RunConfig, dataset: Pick<Dataset, 'validation'>, lr: number): Warning[] {
  const { train } = config;
  const keys = controllerKeys.filter((key) => train[key] !== undefined);
  const acts = firstActs(config, dataset, lr, keys);
  const facts: Facts = {
    epochs: train.epochs,
    config: train,
    keys,
    first: (key, action) => acts.find((act) => act.controller === key && act.action === action)?.epoch,
  };
  return warningsOf(controllerWarningSpecs, facts);
}

/** Plays the controllers on values that stay as they are, until each has had its chance. */
function firstActs(
  config: RunConfig,
  dataset: Pick<Dataset, 'validation'>,
  lr: number,
  keys: readonly ControllerKey[],
): readonly (Action & { readonly epoch: number })[] {
  const panel = panelOf(config.train, { lr, monitor: defaultMonitor(config, dataset) });
  const values = Object.fromEntries(Object.values(monitorsOf(config, dataset)).map((monitor) => [monitor, 1]));
  const { plateau, earlyStopping } = config.train;
  const waits = keys.map((key) => config.train[key]!.patience);
  const starts = [plateau, earlyStopping].map((section) => section?.startFromEpoch ?? 0);
  const last = Math.max(0, ...waits) + Math.max(...starts) + 3;
  const acts: (Action & { epoch: number })[] = [];
  let state = panel.start;
  for (let epoch = 1; epoch <= last; epoch++) {
    const verdict = panel.fold(state, { epoch, values });
    state = verdict.state;
    acts.push(...verdict.actions.map((action) => ({ ...action, epoch })));
  }
  return acts;
}
