// What checkpoints cost: npm run bench:checkpoints -- [--pairs 5] [--epochs 3]. Trains the CNN of the CLR tutorial with a
// checkpoint after every epoch and without, one after the other, and prints the medians.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../build/base/version.js';
import { saverFor } from '../build/cli/resume/training.js';
import { loadConfig } from '../build/config/load.js';
import { resolveConfig } from '../build/config/resolve.js';
import { identityOf } from '../build/runs/identity.js';
import { prepareRun } from '../build/runs/prepare.js';
import { complete } from '../build/runs/rates.js';
import { planOf, runTrain } from '../build/runs/train-run.js';
import { openRunFolder } from '../build/storage/run-folder.js';

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '5' }, epochs: { type: 'string', default: '3' } },
});
const name = 'reproductions/tutorial-clr';
const places = { cwd: process.cwd(), env: process.env };
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Seconds of a training, and how many of them were spent saving; finding out what is trained belongs to that. */
async function measured(saving) {
  const source = await loadConfig({ config: name, cwd: places.cwd, readStdin: async () => '', allowCode: false });
  const { config, baseDir } = resolveConfig({ source, ...places, set: [`train.epochs=${values.epochs}`], flags: [] });
  const prepared = await prepareRun({
    config,
    baseDir,
    dataDirs: ['/usr/share/datasets'],
    allowCode: false,
    elapsed: () => performance.now(),
  });
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-bench-'));
  let savingMs = 0;
  const timed = async (work) => {
    const startedAt = performance.now();
    const result = await work();
    savingMs += performance.now() - startedAt;
    return result;
  };
  try {
    const schedule = complete(prepared.config.train.schedule);
    const run = { ...prepared, schedule, rates: 'given', tool: version };
    const startedAt = performance.now();
    const plan = planOf(prepared.config, schedule, prepared.batches);
    let save;
    if (saving) {
      const identity = await timed(async () => identityOf(run, plan));
      const saver = saverFor(openRunFolder(folder), { identity, rates: 'given', forced: [] }, plan.stepsPerEpoch);
      save = (snapshot) => timed(() => saver(snapshot));
    }
    const { report } = await runTrain({ ...run, ...(save && { save }) });
    const { backend, mode } = report.engine;
    return { seconds: (performance.now() - startedAt) / 1000, savingMs, engine: `${backend}, ${mode}` };
  } finally {
    prepared.trainer.dispose();
    rmSync(folder, { recursive: true });
  }
}

const [without, withThem] = [[], []];
await measured(false); // the first one warms up
for (let pair = 0; pair < Number(values.pairs); pair++) {
  for (const saving of pair % 2 === 0 ? [false, true] : [true, false]) {
    (saving ? withThem : without).push(await measured(saving));
  }
  const { seconds, savingMs } = withThem.at(-1);
  process.stderr.write(
    `pair ${pair + 1}: ${without.at(-1).seconds.toFixed(2)} s, ${seconds.toFixed(2)} s of which ${savingMs.toFixed(0)} ms saving\n`,
  );
}
const seconds = (runs) => median(runs.map((run) => run.seconds));
const ratio = median(withThem.map((run, i) => run.seconds / without[i].seconds));
const share = median(withThem.map((run) => run.savingMs / (1000 * run.seconds - run.savingMs)));
console.log(`${name}, ${values.epochs} epochs, ${withThem[0].engine}, ${values.pairs} pairs
without checkpoints      ${seconds(without).toFixed(3)} s
with one every epoch     ${seconds(withThem).toFixed(3)} s, ${(100 * (ratio - 1)).toFixed(2)} % more (median of pairs)
time spent saving        ${(100 * share).toFixed(2)} % of the training`);
