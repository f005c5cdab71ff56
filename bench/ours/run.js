// What the measurements of lr-tool share: a request (JSON, the first argument) becomes a trainer, as in every command.

import { processIo } from '../../build/cli/io.js';
import { dataFolders } from '../../build/cli/places.js';
import { loadConfig } from '../../build/config/load.js';
import { resolveConfig } from '../../build/config/resolve.js';
import { prepareRun } from '../../build/runs/prepare.js';

export const request = JSON.parse(process.argv[2]);

const io = processIo(process);

/** Losses are compared without dropout, as its random numbers differ. */
export const withoutDropout = ['model.dropout=0'];

/** The run of the workload's config on the backend (and in the mode) of the request. */
export async function prepare(set = []) {
  const { workload, backend, mode } = request;
  const source = await loadConfig({ config: workload.config, cwd: io.cwd, readStdin: io.readStdin, allowCode: false });
  const asked = [`backend=${backend}`, `engineMode=${mode}`];
  const resolved = resolveConfig({ source, cwd: io.cwd, set: [...set, ...asked] });
  const run = await prepareRun({ ...resolved, dataDirs: dataFolders(io), allowCode: false, elapsed: io.elapsed });
  if (run.trainer.mode !== mode) throw new Error(`${backend} runs ${run.trainer.mode} here, not ${mode}`);
  return run;
}

/** The loss of each of the first steps, from the initial weights on. */
export async function firstLosses({ trainer, batches }, steps) {
  const losses = [];
  for (let step = 0; step < steps; step++) {
    losses.push(await trainer.step(request.workload.optimizer.lr, [batches.batch(step)]));
  }
  return losses;
}

export const answer = (values) => console.log(JSON.stringify(values));
