// Packs the project, installs the package into an empty folder and uses it there, as a command and as a library with
// types: the file list is complete.
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
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}\n${stdout}`}`);
  return stdout;
}

/** 500 KB. */
const mostBytes = 500 * 1024;
/** All that a package holds: what runs, its types, licences of others, configs, bundled data, the sources of the kernels. */
const allowed =
  /^(package\.json|README\.md|LICENSE|bin\/[\w-]+\.js|dist\/LICENSES\.txt|dist\/[\w/.-]+\.(js|d\.ts)|configs\/(schema\/)?[\w/.-]+\.(json|yaml)|data\/[\w/.-]+|native\/fused\/[\w-]+\.(cc|h))$/;

/** A program of a user's, whose types are checked, and what it prints. */
const program = `
import { clr, CyclicLR, findLearningRate, LRFinder, type Schedule, suggest } from 'lr-tool';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const rate: Schedule = clr({ baseLr: 0, maxLr: 1, halfCycle: 4 });
const answer = suggest({ lr: [1e-3, 1e-2], loss: [1, 1] }, { for: 'one-cycle' });
export async function train(model: LayersModel, x: Tensor, y: Tensor): Promise<number | undefined> {
  const { recommendation } = await findLearningRate(model, { x, y }, { steps: 50 });
  const maxLr = recommendation.ok ? recommendation.maxLr : 0.1;
  const callbacks = [new CyclicLR(model, { maxLr, halfCycle: 100 }), new LRFinder(model)];
  await model.fit(x, y, { callbacks });
  return callbacks[0]?.history.lr?.at(-1);
}
// @ts-expect-error: a rate is a number
export const wrong = () => clr({ maxLr: '1' });
export { answer, rate };
`;
const strict = ['--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];

try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], root));
  if (packed.size > mostBytes) throw new Error(`the package has ${packed.size} bytes, more than ${mostBytes}`);
  const strays = packed.files.map(({ path }) => path).filter((path) => !allowed.test(path));
  if (strays.length > 0) throw new Error(`the package holds what it should not: ${strays.join(', ')}`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quiet, join(folder, packed.filename)], folder);
  const bin = join(folder, 'node_modules', 'lr-tool', 'bin', 'lr-tool.js');
  const version = run(process.execPath, [bin, '--version'], folder).trim();
  const report = JSON.parse(run(process.execPath, [bin, 'find', 'digits-mlp', '--no-save', '--json'], folder));
  if (!report.recommendation.ok) throw new Error('the installed package found no learning rate');
  writeFileSync(join(folder, 'program.mts'), program);
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...strict, 'program.mts'], folder);
  const use = "import { clr } from 'lr-tool'; console.log(clr({ baseLr: 0, maxLr: 1, halfCycle: 4 })(1))";
  const printed = run(process.execPath, ['--input-type=module', '-e', use], folder).trim();
  if (printed !== '0.25') throw new Error(`the installed library printed ${printed}`);
  console.log(
    `package ${packed.filename} (${packed.size} bytes): lr-tool ${version} runs when installed elsewhere, and is a library with types`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
