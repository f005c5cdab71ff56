// Makes the checkout ready to run: installs what the lockfile names and compiles src to dist, each only where needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  unlessDone('dist/.built-from', ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...sources], () => {
    console.error('compiling ...');
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    const compile = [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'];
    run(process.execPath, compile);
    // once more without comments, which are for the declarations and would be a sixth of the package
    run(process.execPath, [...compile, '--noCheck', '--declaration', 'false', '--removeComments']);
    removeInnerDeclarations();
  });
}

/** Programs see the types of dist/index.d.ts and of what it names; those of the insides would be a third of the package. */
function removeInnerDeclarations() {
  const dist = join(root, 'dist');
  const needed = new Set();
  const reach = (file) => {
    if (needed.has(file)) return;
    needed.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g);
    for (const [, id] of imports) reach(join(dirname(file), `${id}.d.ts`));
  };
  reach(join(dist, 'index.d.ts'));
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, file);
    if (file.endsWith('.d.ts') && !needed.has(path)) rmSync(path);
  }
}

export function ready() {
  install();
  build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ready();
