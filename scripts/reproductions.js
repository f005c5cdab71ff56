// Runs the commands of docs/reproductions.md and writes what they print into the page: npm run reproductions [-- NAME...]
// With names, those parts alone; each part says when and where it ran.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine } from '../bench/machine.js';
import { reproductions } from './reproductions/all.js';

const root = new URL('..', import.meta.url);
const bin = fileURLToPath(new URL('bin/lr-tool.js', root));
const page = new URL('docs/reproductions.md', root);

/** What a command prints on 80 columns, its report (null of previews), and how long it took. */
function runOf(command) {
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-reproductions-'));
  const report = join(folder, 'report.json');
  const reporting = command.startsWith('schedule ') ? [] : ['--out', report, '--no-save'];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, ...command.split(' '), '--quiet', ...reporting],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' } },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0 && status !== 1) throw new Error(`lr-tool ${command}\n${stderr}`);
  const saved = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  rmSync(folder, { recursive: true });
  return { stdout, report: saved, seconds };
}

const { processor, cores } = machine();

function partOf({ command, table }) {
  const { stdout, report, seconds } = runOf(command);
  const engine = report?.engine ? `, ${report.engine.backend} ${report.engine.mode}` : '';
  const [date] = new Date().toISOString().split('T');
  return [
    `\`\`\`console\n$ npx lr-tool ${command}\n\n${stdout.trimEnd()}\n\`\`\``,
    ...(table ? [table(report)] : []),
    `${date}; ${processor}, ${cores} cores${engine}; ${seconds < 60 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`}.`,
  ].join('\n\n');
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !reproductions.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(
    `no reproduction is called ${unknown.join(', ')}; known: ${reproductions.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
for (const one of reproductions.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.error(`${one.name}: npx lr-tool ${one.command}`);
  const part = partOf(one);
  const text = readFileSync(page, 'utf8'); // read anew: it may be edited meanwhile
  const open = `<!-- run ${one.name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf('<!-- /run -->', start);
  if (start === -1 || end === -1) throw new Error(`docs/reproductions.md has no part ${one.name}`);
  writeFileSync(page, `${text.slice(0, start + open.length)}\n${part}\n${text.slice(end)}`);
}
