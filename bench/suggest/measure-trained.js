// Trains a workload with its best rate until little is left to learn, and does a range test of that, for each seed, in a
// process of its own: node bench/suggest/measure-trained.js NAME. Answers with JSON: what lr-tool says of it, and of the
// sweeps of all seeds together.
import { ownAnswer, ownAnswerTogether, ownCurve } from './contestants.js';
import { prepare, sweepAll } from './measure.js';
import { updates } from './plan.js';
import { bestRate } from './regret.js';
import { measured } from './store.js';

const workload = measured().find(({ name }) => name === process.argv[2]);
const { at, dataset } = await prepare(workload);
const best = bestRate(workload);
const parts = [
  { lr: best, count: 3 * updates },
  { lr: best / 10, count: 1.5 * updates },
];
const said = (answer) => (answer.ok ? answer.confidence : 'refused');
const list = [];
const swept = [];
for (const { seed } of workload.runs) {
  const run = await at(seed);
  let step = 0;
  for (const { lr, count } of parts) {
    for (const end = step + count; step < end; step++) await run.trainer.step(lr, [run.batches.batch(step)]);
  }
  const curves = await sweepAll(run, await run.trainer.capture(), dataset);
  run.trainer.dispose();
  list.push({ sweeps: 1, seed, says: said(ownAnswer(workload, ownCurve(curves))) });
  swept.push(curves);
}
list.push({ sweeps: swept.length, says: said(ownAnswerTogether(workload, swept)) });
console.log(JSON.stringify({ list }));
