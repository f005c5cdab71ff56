// The long form of test/faults: signals at 100 random moments, each training gone on with to the same weights.
//   npm run test:faults -- signals        the tests of that name only
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = { LR_TOOL_FAULT_RUNS: '100', ...process.env };
const asked = process.argv.slice(2).map((name) => `test/faults/${name}`);
const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...(asked.length > 0 ? asked : ['test/faults'])];
const { status } = spawnSync(process.execPath, [...vitest, '--disable-console-intercept'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
