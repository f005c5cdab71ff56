// Fills the parts of README.md that programs make: the plot, the table of commands and the table of the benchmark.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../dist/cli/commands/all.js';

const root = new URL('..', import.meta.url);
const bin = fileURLToPath(new URL('bin/lr-tool.js', root));
const readme = new URL('README.md', root);

const find = spawnSync(process.execPath, [bin, 'find', 'digits-mlp', '--quiet', '--no-save', '--backend', 'wasm'], {
  encoding: 'utf8',
  env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
});
if (find.status !== 0) throw new Error(find.stderr);
const results = new URL('bench/results.md', root);

const parts = {
  plot: `\`\`\`text\n${find.stdout.trimEnd()}\n\`\`\``,
  commands: [
    '| command | |',
    '| --- | --- |',
    ...commands.map(({ name, summary }) => `| \`lr-tool ${name}\` | ${summary} |`),
  ].join('\n'),
  bench: existsSync(results) ? readFileSync(results, 'utf8').trim() : '`npm run bench` measures it here.',
};

let text = readFileSync(readme, 'utf8');
for (const [name, content] of Object.entries(parts)) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start === -1 || end === -1) throw new Error(`README.md has no part ${name}`);
  text = `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
writeFileSync(readme, text);
