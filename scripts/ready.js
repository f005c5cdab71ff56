// Makes the checkout ready to run: installs what the lockfile names, compiles src to build/ and bundles it to dist/, each
// only where needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const onWindows = process.platform === 'win32';

/** Runs a command with its output on stderr (stdout stays free for results); leaves with its exit code if it fails. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: onWindows });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 3);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Does the work unless it was done for the same inputs before; `stamp` remembers which those were. */
function unlessDone(stamp, inputs, work) {
  const state = hashOf(inputs);
  const file = join(root, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === state) return;
  work();
  writeFileSync(file, state);
}

export function install() {
  unlessDone('node_modules/.lr-tool-installed', ['package.json', 'package-lock.json', '.npmrc'], () => {
    console.error('installing the locked packages (npm ci) ...');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  });
}

export function build() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join('src', file));
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/bundle.js', ...sources];
  unlessDone('dist/.built-from', inputs, () => {
    console.error('compiling ...');
    for (const folder of ['build', 'dist']) rmSync(join(root, folder), { recursive: true, force: true });
    run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
    if (canBundle()) return run(process.execPath, [join('scripts', 'bundle.js')]);
    console.error('not bundled (that needs Node 20.19 and a platform of rolldown): commands start a little later');
    cpSync(join(root, 'build'), join(root, 'dist'), { recursive: true });
  });
}

/** Whether the bundler can be loaded; the command line works as separate modules too. */
const canBundle = () =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', "import 'rolldown'"], { cwd: root }).status === 0;

export function ready() {
  install();
  build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ready();
