import type { RunConfig } from '../config/run-config.js';
import type { Run } from './prepare.js';

/**
 * Under what a run was done, as every report of a run tells it: version of lr-tool, config, seed, engine, sizes of data
 * (examples) and model (trainable weights).
 *
 * @param config the one that repeats the run, where it is another than the one it was begun with
 */
export const circumstancesOf = ({ tool, engine, trainer, dataset, ...run }: Run, config: RunConfig = run.config) => ({
  tool,
  config: { ...config },
  seed: config.seed,
  engine: { backend: engine.backend, mode: trainer.mode, versions: { ...engine.versions } },
  data: {
    name: dataset.name,
    train: dataset.train.length,
    validation: dataset.validation.length,
    parameters: trainer.parameters,
  },
});
