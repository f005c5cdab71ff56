// Measures one workload, in a process of its own: node bench/suggest/measure.js NAME. Answers with JSON: for each seed
// the validation loss of the untrained model and after a training at each rate of the grid, and the raw losses of a
// range test by each tool's rates; with `sweeps` after the name the range tests alone.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIo } from '../../build/cli/io.js';
import { dataFolders } from '../../build/cli/places.js';
import { runConfig } from '../../build/config/run-config.js';
import { batchOrder } from '../../build/datasets/batches.js';
import { loadDataset } from '../../build/datasets/load.js';
import { loadEngine } from '../../build/engine/load.js';
import { resolveModel } from '../../build/models/resolve.js';
import { taskOf } from '../../build/models/task.js';
import { fixedRows } from '../../build/runs/fixed-rows.js';
import { gridRates, seeds, sweeps, updates } from './plan.js';
import { workloads } from './workloads.js';

const baseDir = dirname(fileURLToPath(import.meta.url));
/** The data is the same for all seeds, which draw the initial weights and the order of the batches. */
const dataSeed = 0;

/** Five digits are more than a loss repeats to on another machine; null where it is not finite. */
const recorded = (loss) => (Number.isFinite(loss) ? Number(loss.toPrecision(5)) : null);

/** A workload made ready: `at(seed)` gives a trainer in its initial state and its batches. */
export async function prepare({ config: raw }) {
  const config = runConfig.parse(raw);
  const dataDirs = dataFolders(processIo(process));
  const dataset = await loadDataset(config.dataset, { baseDir, dataDirs, seed: dataSeed, allowCode: true });
  const { loss, metrics, outputs } = taskOf({}, dataset.targets);
  const model = resolveModel(config.model, { inputShape: dataset.inputs.shape, outputs });
  const { engine } = await loadEngine('native');
  const { optimizer, batchSize } = config;
  const at = async (seed) => ({
    seed,
    trainer: await engine.createTrainer({ model, loss, metrics, optimizer, dataset, seed, batchSize }),
    batches: batchOrder({ rows: dataset.train, batchSize, seed }),
  });
  return { at, dataset, config };
}

/** Validation loss after `updates` updates with the rates of a schedule; null where it diverges on the way. */
export async function validationLoss({ trainer, batches }, rows, schedule) {
  for (let step = 0; step < updates; step++) {
    const loss = await trainer.step(schedule(step), [batches.batch(step)]);
    if (!Number.isFinite(loss)) return null;
  }
  return recorded((await trainer.evaluate(rows)).loss);
}

/** Raw losses of a range test, up to the first that is not finite; those of the fixed rows before each of its updates. */
async function sweepLosses({ trainer, batches }, rates, fixed) {
  const [losses, fixedLosses] = [[], []];
  for (const [step, lr] of rates.entries()) {
    if (fixed.length > 0) fixedLosses.push(recorded(await trainer.batchLoss(fixed)));
    const loss = await trainer.step(lr, [batches.batch(step)]);
    losses.push(recorded(loss));
    if (!Number.isFinite(loss)) break;
  }
  return { losses, fixedLosses };
}

/** The range tests of a run, from its initial state: raw losses by the name of the sweep, and those of our fixed rows. */
export async function sweepAll(run, start, dataset) {
  const curves = {};
  let fixed = [];
  for (const { name, rates, fixedRows: count } of sweeps) {
    await run.trainer.restore(start);
    const swept = await sweepLosses(run, rates, fixedRows(dataset.train, count, run.seed));
    curves[name] = swept.losses;
    if (count > 0) fixed = swept.fixedLosses;
  }
  return { curves, fixed };
}

/**
 * The loss after a training at each rate of the grid. What needs no training: rates above four in a row that diverge or
 * end above the start, and rates so low that the loss has fallen by less than a hundredth of the most it falls: from
 * there on its fall is proportional to the rate.
 */
async function gridLosses(initial, trained) {
  const losses = gridRates.map(() => null);
  const from = gridRates.findIndex((lr) => lr > 0.9e-2);
  let lost = 0;
  for (let i = from; i < gridRates.length && lost < 4; i++) {
    losses[i] = await trained(gridRates[i]);
    lost = losses[i] === null || losses[i] >= initial ? lost + 1 : 0;
  }
  for (let i = from - 1; i >= 0; i--) {
    const fall = initial - losses[i + 1];
    const most = Math.max(...losses.map((loss) => initial - (loss ?? Infinity)));
    const little = losses[i + 1] !== null && fall > 0 && fall < most / 100;
    losses[i] = little ? recorded(initial - (fall * gridRates[i]) / gridRates[i + 1]) : await trained(gridRates[i]);
  }
  return losses;
}

async function measure(workload) {
  const { at, dataset } = await prepare(workload);
  const runs = [];
  for (const seed of seeds) {
    const run = await at(seed);
    const start = await run.trainer.capture();
    const initial = recorded((await run.trainer.evaluate(dataset.validation)).loss);
    const grid = await gridLosses(initial, async (lr) => {
      await run.trainer.restore(start);
      return validationLoss(run, dataset.validation, () => lr);
    });
    const swept = await sweepAll(run, start, dataset);
    const { mode } = run.trainer;
    run.trainer.dispose();
    runs.push({ seed, mode, initial, grid, ...swept });
  }
  return runs;
}

/** The range tests alone. */
async function sweep(workload) {
  const { at, dataset } = await prepare(workload);
  const runs = [];
  for (const seed of seeds) {
    const run = await at(seed);
    runs.push({ seed, ...(await sweepAll(run, await run.trainer.capture(), dataset)) });
    run.trainer.dispose();
  }
  return runs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const workload = workloads.find(({ name }) => name === process.argv[2]);
  console.log(JSON.stringify(await (process.argv[3] === 'sweeps' ? sweep : measure)(workload)));
}
