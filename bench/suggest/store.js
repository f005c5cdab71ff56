// What was measured, a file for each workload: so the rest runs in seconds (--cached).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runForJson } from '../process.js';
import { workloads } from './workloads.js';

const folder = new URL('measured/', import.meta.url);
const fileOf = (name) => new URL(`${name}.json`, folder);
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

/** What is measured with the answers of lr-tool: `measure-NAME.js`, a list for each workload in `measured-NAME.json`. */
const listsFile = (name) => new URL(`measured-${name}.json`, import.meta.url);

/** The lists by the names of the workloads. */
export const measuredLists = (name) =>
  existsSync(listsFile(name)) ? JSON.parse(readFileSync(listsFile(name), 'utf8')) : {};

/** Measures the list of a workload anew. @throws where it fails */
export function remeasureList(name, workload) {
  const { seconds, list } = answerOf(`measure-${name}.js`, workload);
  const lines = Object.entries({ ...measuredLists(name), [workload.name]: list }).map(([key, items]) => {
    const texts = items.map((item) => `  ${JSON.stringify(item)}`);
    return `${JSON.stringify(key)}: [\n${texts.join(',\n')}\n]`;
  });
  writeFileSync(listsFile(name), `{\n${lines.join(',\n')}\n}\n`);
  return seconds;
}

function answerOf(script, { name }, ...more) {
  const answer = runForJson({ file: process.execPath, args: [scriptOf(script), name, ...more] }, timeout);
  if (answer.failed) throw new Error(`${name}: ${answer.failed}`);
  return answer;
}

/** Every workload with what was measured of it. @throws where one was not */
export const measured = () =>
  workloads.map((workload) => {
    const file = fileOf(workload.name);
    if (!existsSync(file)) throw new Error(`${workload.name} has not been measured: npm run bench:suggest`);
    return { ...workload, runs: JSON.parse(readFileSync(file, 'utf8')) };
  });
