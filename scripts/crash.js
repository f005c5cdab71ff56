// The long form of test/crash: 200 runs of `lr-tool train`, each killed by SIGKILL several times and resumed.
//   npm run test:crash -- [--runs 200] [--seed 1] [--case NUMBER]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const whole = { type: 'string' };
const { values } = parseArgs({ options: { runs: { ...whole, default: '200' }, seed: whole, case: whole } });
const env = { ...process.env };
for (const [name, value] of Object.entries(values)) env[`LR_TOOL_CRASH_${name.toUpperCase()}`] = value;
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/crash'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 3;
