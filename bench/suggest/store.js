// What was measured, a file for each workload: so the rest runs in seconds (--cached).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runForJson } from '../process.js';
import { workloads } from './workloads.js';

const folder = new URL('measured/', import.meta.url);
const fileOf = (name) => new URL(`${name}.json`, folder);
const measure = fileURLToPath(new URL('measure.js', import.meta.url));
const timeout = 600;

/** A line for each list of numbers, so that a change can be read. */
const laidOut = (value) =>
  JSON.stringify(value, null, 1).replace(/\[[\d\s.,e+nul-]*\]/g, (list) => list.replace(/\s+/g, ' '));

/** Measures a workload anew. @throws where it fails */
export function remeasure({ name }) {
  const { failed, seconds, ...runs } = runForJson({ file: process.execPath, args: [measure, name] }, timeout);
  if (failed) throw new Error(`${name}: ${failed}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), `${laidOut(Object.values(runs))}\n`);
  return seconds;
}

/** Every workload with what was measured of it. @throws where one was not */
export const measured = () =>
  workloads.map((workload) => {
    const file = fileOf(workload.name);
    if (!existsSync(file)) throw new Error(`${workload.name} has not been measured: npm run bench:suggest`);
    return { ...workload, runs: JSON.parse(readFileSync(file, 'utf8')) };
  });
