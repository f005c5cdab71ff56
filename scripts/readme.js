// Fills the parts of README.md that programs make: the picture, the plot, the tables of commands and of the benchmark.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../build/cli/commands/all.js';

const root = new URL('..', import.meta.url);
const bin = fileURLToPath(new URL('bin/lr-tool.js', root));
const readme = new URL('README.md', root);

/** What a command prints; `input` is its standard input. */
function printed(args, input) {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', env, input });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const find = ['find', 'digits-mlp', '--quiet', '--no-save', '--backend', 'wasm'];
writeFileSync(
  new URL('docs/readme.svg', root),
  printed(['plot', '-', '--format', 'svg'], printed([...find, '--repeats', '5', '--json'])),
);

/** The table under a heading of bench/results.md, without the columns in which nothing was measured. */
function tableOf(results, heading) {
  const lines = results.slice(results.indexOf(`## ${heading}`)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(first, first + lines.slice(first).findIndex((line) => !line.startsWith('|')));
  const cells = rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const measured = cells[0].map((_, i) => cells.slice(2).some((row) => row[i] !== 'not measured'));
  return cells.map((row) => `| ${row.filter((_, i) => measured[i]).join(' | ')} |`).join('\n');
}

/** What the README says of the last benchmark: where and when, ms per step, seconds of a range test. */
function benchmark() {
  const file = new URL('bench/results.md', root);
  if (!existsSync(file)) return '`npm run bench` measures it here.';
  const results = readFileSync(file, 'utf8');
  const [where] = results.split('\n').filter((line) => /^\d{4}-/.test(line));
  return [
    `${where}${results.includes('A quick run') ? ' A quick run, for orientation.' : ''} Median (least to most).`,
    'Milliseconds per training step:',
    tableOf(results, 'Milliseconds per training step'),
    'Seconds of a range test of 100 steps, from the start of the process to the suggestion:',
    tableOf(results, 'Seconds of a range test'),
    'Each peer is written the way in which it was fastest. All of it, with the floor and the ratios: [bench/results.md](bench/results.md);\nto repeat it: `npm run bench:setup && npm run bench` ([docs/benchmarks.md](docs/benchmarks.md)).',
  ].join('\n\n');
}

const parts = {
  plot: `\`\`\`text\n${printed(find).trimEnd()}\n\`\`\``,
  commands: [
    '| command | |',
    '| --- | --- |',
    ...commands.map(({ name, summary }) => `| \`lr-tool ${name}\` | ${summary} |`),
  ].join('\n'),
  bench: benchmark(),
};

let text = readFileSync(readme, 'utf8');
for (const [name, content] of Object.entries(parts)) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start === -1 || end === -1) throw new Error(`README.md has no part ${name}`);
  text = `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
writeFileSync(readme, text);
