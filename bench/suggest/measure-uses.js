// Trains a workload with the rates that lr-tool recommends for each use, a sweep and a training for each seed, in a
// process of its own: node bench/suggest/measure-uses.js NAME. Answers with JSON.
import { uses } from '../../build/analysis/bounds/uses.js';
import { buildSchedule, trainingScheduleConfig } from '../../build/schedules/all.js';
import { ownAnswer, ownCurve } from './contestants.js';
import { prepare, validationLoss } from './measure.js';
import { updates } from './plan.js';
import { fallback } from './regret.js';
import { measured } from './store.js';

/** Updates of half a cycle: four cycles in a training. */
const halfCycle = updates / 8;
const horizon = { totalSteps: updates, stepsPerEpoch: updates };

function scheduleFor(name, { baseLr, maxLr }) {
  const lower = name === 'clr' ? { baseLr, halfCycle } : name === 'cosine' ? { baseLr } : {};
  return buildSchedule(trainingScheduleConfig.parse({ name, maxLr, ...lower }), horizon);
}

const workload = measured().find(({ name }) => name === process.argv[2]);
const { at, dataset } = await prepare(workload);
const list = [];
for (const run of workload.runs) {
  const { trainer, batches } = await at(run.seed);
  const start = await trainer.capture();
  for (const { name: use } of uses) {
    const answer = ownAnswer(workload, ownCurve(run), use);
    const rates = answer.ok ? { baseLr: answer.baseLr, maxLr: answer.maxLr } : { baseLr: fallback, maxLr: fallback };
    await trainer.restore(start);
    const schedule = answer.ok ? scheduleFor(use, rates) : () => fallback;
    const loss = await validationLoss({ trainer, batches }, dataset.validation, schedule);
    list.push({ seed: run.seed, use, ...rates, loss });
  }
  trainer.dispose();
}
console.log(JSON.stringify({ list }));
