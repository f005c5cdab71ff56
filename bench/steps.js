// `npm run bench`: milliseconds per training step of each backend on the four workloads, and the time of a whole
// `lr-tool find`. Every figure comes from a process of its own; the repetitions of all backends take turns, so that a
// slow phase of the machine hits all alike. Options: --workloads a,b --backends wasm,cpu --repetitions 3 --steps 60
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    workloads: { type: 'string', default: 'fashion-mnist-mlp,fashion-mnist-cnn,fashion-mnist-dropout,clr-demo' },
    backends: { type: 'string', default: 'native,wasm,cpu' },
    repetitions: { type: 'string', default: '3' },
    steps: { type: 'string', default: '60' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const workloads = values.workloads.split(',');
const backends = values.backends.split(',');
const repetitions = Number(values.repetitions);

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Runs a script in a process of its own; its last line is JSON. */
function measure(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here(script), ...args], { encoding: 'utf8' });
  if (status !== 0) return { failed: stderr.trim().split('\n')[0] ?? `exit code ${status}` };
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const figure = (ms) => ms.toPrecision(3);
const spread = (numbers) =>
  `${figure(median(numbers))} (${figure(Math.min(...numbers))} to ${figure(Math.max(...numbers))})`;

console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}, ${repetitions} repetitions`);
console.log('ms per step: median (least to most); memory: largest of the process, with the data\n');
for (const workload of workloads) {
  const results = new Map(backends.map((backend) => [backend, []]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const backend of backends) {
      const slow = backend === 'cpu' && workload.includes('cnn'); // 0.5 s a step: a few steps say enough
      const steps = slow ? '5' : values.steps;
      results.get(backend).push(measure('step.js', workload, backend, steps, ...values.set));
    }
  }
  console.log(workload);
  for (const [backend, runs] of results) {
    const failed = runs.find((run) => run.failed)?.failed;
    const text =
      failed ?? `${spread(runs.map((run) => run.msPerStep))}  ${Math.max(...runs.map((run) => run.peakMb))} MB`;
    console.log(`  ${backend.padEnd(8)}${text}`);
  }
}

console.log('\nseconds of `lr-tool find CONFIG`, process start to result: median (least to most)\n');
for (const config of ['digits-mlp', ...workloads.filter((workload) => workload.startsWith('fashion'))]) {
  const runs = Array.from({ length: repetitions }, () => measure('find.js', config, ...values.set));
  const failed = runs.find((run) => run.failed)?.failed;
  console.log(`  ${config.padEnd(24)}${failed ?? spread(runs.map((run) => run.seconds))}`);
}
