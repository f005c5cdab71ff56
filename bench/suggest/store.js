// What was measured, a file for each workload: so the rest runs in seconds (--cached).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runForJson } from '../process.js';
import { workloads } from './workloads.js';

const folder = new URL('measured/', import.meta.url);
const fileOf = (name) => new URL(`${name}.json`, folder);
const usesFile = new URL('measured-uses.json', import.meta.url);
const scriptOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const timeout = 600;

/** A line for each list of numbers, so that a change can be read. */
const laidOut = (value) =>
  JSON.stringify(value, null, 1).replace(/\[[\d\s.,e+nul-]*\]/g, (list) => list.replace(/\s+/g, ' '));

/** Measures a workload anew. @throws where it fails */
export function remeasure(workload) {
  const { seconds, ...runs } = answerOf('measure.js', workload);
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(workload.name), `${laidOut(Object.values(runs))}\n`);
  return seconds;
}

/** Does the range tests of a workload anew; its trainings stay as they were. @throws where it fails */
export function resweep(workload) {
  const { seconds, ...swept } = answerOf('measure.js', workload, 'sweeps');
  const before = JSON.parse(readFileSync(fileOf(workload.name), 'utf8'));
  const runs = before.map((run) => ({ ...run, ...Object.values(swept).find(({ seed }) => seed === run.seed) }));
  writeFileSync(fileOf(workload.name), `${laidOut(runs)}\n`);
  return seconds;
}

/** Trains a workload anew with what is recommended for each use. @throws where it fails */
export function remeasureUses(workload) {
  const { seconds, trainings } = answerOf('measure-uses.js', workload);
  const all = { ...measuredUses(), [workload.name]: trainings };
  const lines = Object.entries(all).map(([name, list]) => {
    const items = list.map((training) => `  ${JSON.stringify(training)}`);
    return `${JSON.stringify(name)}: [\n${items.join(',\n')}\n]`;
  });
  writeFileSync(usesFile, `{\n${lines.join(',\n')}\n}\n`);
  return seconds;
}

function answerOf(script, { name }, ...more) {
  const answer = runForJson({ file: process.execPath, args: [scriptOf(script), name, ...more] }, timeout);
  if (answer.failed) throw new Error(`${name}: ${answer.failed}`);
  return answer;
}

/** By the name of the workload: the trainings with recommended rates. */
export const measuredUses = () => (existsSync(usesFile) ? JSON.parse(readFileSync(usesFile, 'utf8')) : {});

/** Every workload with what was measured of it. @throws where one was not */
export const measured = () =>
  workloads.map((workload) => {
    const file = fileOf(workload.name);
    if (!existsSync(file)) throw new Error(`${workload.name} has not been measured: npm run bench:suggest`);
    return { ...workload, runs: JSON.parse(readFileSync(file, 'utf8')) };
  });
