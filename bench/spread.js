// How far answers move from seed to seed: npm run bench:spread. Prints the table of docs/suggestion.md.
import { version } from '../build/base/version.js';
import { loadConfig } from '../build/config/load.js';
import { resolveConfig } from '../build/config/resolve.js';
import { runFind } from '../build/runs/find.js';
import { prepareRun } from '../build/runs/prepare.js';

const configs = ['digits-mlp', 'fashion-mnist-mlp', 'fashion-mnist-cnn'];
const seeds = Array.from({ length: 10 }, (_, i) => 100 * (i + 1)); // so far apart that no two tests share a sweep
const repeats = 3;
const places = { cwd: process.cwd(), env: process.env };
const dataDirs = ['/usr/share/datasets'];

async function reportOf(name, seed) {
  const source = await loadConfig({ config: name, cwd: places.cwd, readStdin: async () => '', allowCode: false });
  const set = [`seed=${seed}`, `find.repeats=${repeats}`];
  const { config, baseDir } = resolveConfig({ source, ...places, set, flags: [] });
  const prepared = await prepareRun({ config, baseDir, dataDirs, allowCode: false, elapsed: () => 0 });
  try {
    return await runFind({ ...prepared, tool: version });
  } finally {
    prepared.trainer.dispose();
  }
}

/** Decades from the lowest to the highest answer, with those that are missing. */
function rangeOf(rates) {
  const found = rates.filter((lr) => lr !== null).map(Math.log10);
  const decades = found.length === 0 ? 'none' : (Math.max(...found) - Math.min(...found)).toFixed(2);
  return found.length === rates.length ? decades : `${decades} (${rates.length - found.length} refused)`;
}

const columns = new Map();
for (const name of configs) {
  const reports = [];
  for (const seed of seeds) {
    reports.push(await reportOf(name, seed));
    process.stderr.write(`${name}, seed ${seed}\n`);
  }
  const firsts = reports.map(({ suggestions }) => suggestions);
  const answer = (suggestion) => (suggestion.ok ? suggestion.lr : null);
  columns.set(name, {
    [`lr-tool, --repeats ${repeats}`]: reports.map(({ recommendation }) => answer(recommendation)),
    'lr-tool, one sweep': reports.map(({ repeats: [other] }) => other.lr),
    ...Object.fromEntries(
      Object.keys(firsts[0]).map((rule) => [`\`${rule}\``, firsts.map((all) => answer(all[rule]))]),
    ),
  });
}
const row = (cells) => `| ${cells.join(' | ')} |`;
console.log(row(['decades', ...configs]));
console.log(row(['---', ...configs.map(() => '---')]));
for (const answer of Object.keys(columns.get(configs[0]))) {
  console.log(row([answer, ...configs.map((name) => rangeOf(columns.get(name)[answer]))]));
}
