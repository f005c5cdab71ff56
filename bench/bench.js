// `npm run bench`: lr-tool against PyTorch, Keras and JAX. docs/benchmarks.md tells what is measured, and how.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contestants, finders } from './contestants.js';
import { fashionFolder } from './data.js';
import { measureFinds } from './finds.js';
import { floorOf, measureRates } from './floor.js';
import { load, machine } from './machine.js';
import { readOptions } from './options.js';
import { findPython } from './python.js';
import { ratiosOf } from './ratios.js';
import { measureSteps } from './steps.js';
import { resultsText } from './table.js';

function main(args) {
  const options = readOptions(args);
  if (options === null) return;
  const { out, timeout, ...shown } = options;

  const packages = new Set([...contestants, ...finders].flatMap((one) => one.packages.flat()));
  const python = findPython([...packages]);
  const startedAt = performance.now();
  const bench = {
    options,
    python,
    data: fashionFolder(),
    missing: (contestant) => missingPackage(contestant, python),
    note: (text) => console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}`),
  };
  const loadBefore = load();
  if (loadBefore > 0.5) bench.note(`other work is running here (load ${loadBefore}): the figures will be noisy`);

  const ratesBefore = measureRates(options.workloads, bench);
  const workloads = options.workloads.map((workload, i) => {
    const { config, title, parameters } = workload;
    if (workload.data === 'fashion-mnist' && bench.data === null) {
      return { config, title, parameters, failed: 'the Fashion-MNIST files are not here (docs/benchmarks.md)' };
    }
    const steps = measureSteps(workload, bench);
    const finds = options.quick && i > 0 ? [] : measureFinds(workload, steps, bench);
    return { config, title, parameters, steps, finds, ratios: ratiosOf({ steps, finds }) };
  });
  const ratesAfter = measureRates(options.workloads, bench); // again, as other work may have slowed the first
  const results = {
    kind: 'lr-tool/bench',
    version: 1,
    date: new Date().toISOString(),
    machine: machine(),
    load: { before: loadBefore, after: load() },
    seconds: Math.round((performance.now() - startedAt) / 1000),
    options: {
      ...shown,
      workloads: options.workloads.map(({ config }) => config),
      contestants: options.contestants.map(({ key }) => key),
      finders: options.finders.map(({ key }) => key),
    },
    versions: python.versions,
    workloads,
    floor: floorOf(options.workloads, [ratesBefore, ratesAfter]),
  };

  const text = resultsText(results);
  console.log(text);
  const folder = out ?? (options.whole ? fileURLToPath(new URL('.', import.meta.url)) : null);
  if (folder === null) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.md'), text);
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  bench.note(`written: ${join(folder, 'results.md')} and results.json`);
}

/** Each entry of `packages` is a package or a list of alternatives. */
function missingPackage({ packages }, { versions }) {
  const absent = packages.find((alternatives) => ![alternatives].flat().some((name) => versions[name]));
  return absent === undefined ? null : 'not installed (npm run bench:setup)';
}

main(process.argv.slice(2));
