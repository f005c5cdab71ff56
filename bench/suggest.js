// `npm run bench:suggest`: what a suggested rate costs, of lr-tool and of every peer's rule. docs/suggestion.md tells what
// is measured, and has the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contestants } from './suggest/contestants.js';
import { bestRate, regretOfLoss, regretOn } from './suggest/regret.js';
import { measured, measuredLists, remeasure, remeasureList, resweep } from './suggest/store.js';
import { confidenceTable, regretTable, trainedTable, usesTable, workloadTable } from './suggest/table.js';
import { workloads } from './suggest/workloads.js';

const help = `npm run bench:suggest -- [options]

  --cached      use what bench/suggest/measured/ holds: seconds instead of minutes
  --uses        train the held-out workloads anew with what is recommended for each use
  --trained     train the held-out workloads anew until little is left to learn, and do range tests of that
  --only a,b    measure or train these workloads anew, the others are as they were
  --sweeps      with --cached: do the range tests anew, the trainings are as they were
  --docs        write the tables to docs/suggestion.md`;

const docs = new URL('../docs/suggestion.md', import.meta.url);

function main(args) {
  const flag = { type: 'boolean', default: false };
  const options = {
    cached: flag,
    docs: flag,
    uses: flag,
    trained: flag,
    sweeps: flag,
    only: { type: 'string' },
    help: { ...flag, short: 'h' },
  };
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(help);
  const only = values.only?.split(',');
  if (!values.cached) measureAnew(only, remeasure);
  else if (values.sweeps) measureAnew(only, resweep);
  for (const name of ['uses', 'trained']) {
    if (values[name] || !values.cached) listAnew(name, only);
  }

  const judged = measured().map((workload) => ({ ...workload, regret: regretOn(workload) }));
  const results = contestants.map((contestant) => ({
    ...contestant,
    answers: judged.flatMap((workload) => answersOn(workload, contestant)),
  }));
  const own = results.find((result) => result.own);
  const text = {
    regret: regretTable(results),
    confidence: confidenceTable(own.answers),
    uses: usesTable(judged.flatMap(usesOf)),
    trained: trainedTable(Object.values(measuredLists('trained')).flat()),
    workloads: workloadTable(judged.filter(({ part }) => part === 'held-out').map((workload) => rowOf(workload, own))),
  };
  console.log(Object.values(text).join('\n\n'));
  if (values.docs) writeDocs(text);
}

function asked(only) {
  const unknown = only?.find((name) => !workloads.some((workload) => workload.name === name));
  if (unknown !== undefined) throw new Error(`there is no workload ${unknown}`);
  return workloads.filter(({ name }) => only?.includes(name) ?? true);
}

function measureAnew(only, measure) {
  for (const workload of asked(only)) console.error(`${workload.name}: ${measure(workload).toFixed(0)} s`);
}

function listAnew(name, only) {
  for (const workload of asked(only).filter(({ part }) => part === 'held-out')) {
    console.error(`${workload.name}, ${name}: ${remeasureList(name, workload).toFixed(0)} s`);
  }
}

/** The trainings with the rates for each use, with what the constant 1e-2 costs on the same workload. */
function usesOf(workload) {
  const regret = regretOfLoss(workload);
  const trainings = measuredLists('uses')[workload.name] ?? [];
  return trainings.map(({ use, loss }) => ({ use, regret: regret(loss), usual: workload.regret(1e-2) }));
}

const answersOn = ({ name, part, origin, ...workload }, { answers }) =>
  answers(workload).map((answer) => ({ ...answer, name, part, origin, regret: workload.regret(answer.lr) }));

const rowOf = (workload, own) => ({
  name: workload.name,
  best: bestRate(workload),
  own: own.answers.filter(({ name }) => name === workload.name),
});

/** Each table stands between two marks. */
function writeDocs(tables) {
  let text = readFileSync(docs, 'utf8');
  for (const [name, content] of Object.entries(tables)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start === -1 || end === -1) throw new Error(`docs/suggestion.md has no part ${name}`);
    text = `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`;
  }
  writeFileSync(docs, text);
}

main(process.argv.slice(2));
