// Milliseconds per step of one backend: node bench/ours/time.js REQUEST. The rule is that of ../peers/workload.py.
import { answer, prepare, request } from './run.js';

const warmUp = 20; // steps that allocate and compile
const budget = request.seconds * 1000;

const { trainer, batches, engine } = await prepare();
const { lr } = request.workload.optimizer;
let next = 0;
const step = () => trainer.step(lr, [batches.batch(next++)]);

const limit = performance.now() + budget;
while (next < warmUp && (next < 2 || performance.now() < limit)) await step();
const before = next;
const begin = performance.now();
while (next - before < 3 || performance.now() - begin < budget) await step();
const steps = next - before;
const msPerStep = (performance.now() - begin) / steps;
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
answer({ msPerStep, steps, peakMb, parameters: trainer.parameters, versions: engine.versions });
