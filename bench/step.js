// One measurement in its own process: node bench/step.js WORKLOAD BACKEND STEPS [key.path=value ...]

import { processIo } from '../dist/cli/io.js';
import { dataFolders } from '../dist/cli/places.js';
import { loadConfig } from '../dist/config/load.js';
import { resolveConfig } from '../dist/config/resolve.js';
import { prepareRun } from '../dist/runs/prepare.js';

const [config, backend, steps, ...set] = process.argv.slice(2);
const io = processIo(process);
const source = await loadConfig({ config, cwd: io.cwd, readStdin: io.readStdin, allowCode: false });
const resolved = resolveConfig({ source, cwd: io.cwd, set: [...set, `backend=${backend}`] });
const prepared = await prepareRun({ ...resolved, dataDirs: dataFolders(io), allowCode: false, elapsed: io.elapsed });
const { trainer, batches } = prepared;

const count = Number(steps);
const warmUp = Math.min(10, count);
const lr = 0.01;
let startedAt = 0;
for (let step = 0; step < warmUp + count; step++) {
  if (step === warmUp) startedAt = performance.now();
  await trainer.step(lr, [batches.batch(step)]);
}
const msPerStep = (performance.now() - startedAt) / count;
console.log(JSON.stringify({ msPerStep, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
