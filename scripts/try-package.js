// Packs the project, installs the package into an empty folder and runs it there: the file list is complete.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lr-tool package ')); // a path with spaces, on purpose

function run(command, args, cwd) {
  const { status, stdout, error } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  if (error || status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`);
  return stdout;
}

try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], root));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quiet, join(folder, packed.filename)], folder);
  const bin = join(folder, 'node_modules', 'lr-tool', 'bin', 'lr-tool.js');
  const version = run(process.execPath, [bin, '--version'], folder).trim();
  const report = JSON.parse(run(process.execPath, [bin, 'find', 'digits-mlp', '--no-save', '--json'], folder));
  if (!report.recommendation.ok) throw new Error('the installed package found no learning rate');
  console.log(`package ${packed.filename} (${packed.size} bytes): lr-tool ${version} runs when installed elsewhere`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
