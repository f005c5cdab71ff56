// `npm run bench:setup`: a Python environment with the peers in bench/.venv (6 GB on Linux x64, where PyPI's torch brings
// the CUDA libraries along). The only part of the benchmark that uses the network. `--remove` deletes it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anyPython, venv, venvPython } from './python.js';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

function run(file, ...args) {
  const { status, error } = spawnSync(file, args, { stdio: 'inherit' });
  if (error) console.error(`${file}: ${error.message} (PYTHON names another Python)`);
  if (status !== 0) process.exit(status || 3);
}

if (process.argv.includes('--remove')) {
  rmSync(venv, { recursive: true, force: true });
} else {
  if (!existsSync(venvPython)) run(anyPython, '-m', 'venv', venv);
  const install = ['-m', 'pip', 'install', '--no-cache-dir', '--disable-pip-version-check'];
  run(venvPython, ...install, '--no-deps', '-r', here('peers/requirements-torch.txt'));
  run(venvPython, ...install, '-r', here('peers/requirements.txt'));
  console.log('done; npm run bench -- --quick shows whether all of them work');
}
