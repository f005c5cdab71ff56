// The long form of test/fuzz: 100,000 strange files for every reader, at random (LR_TOOL_TEST_SEED repeats a run).
//   npm run test:fuzz -- -t curve        the readers of that name only
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const memory = '/dev/shm'; // there, a million small files take half of the time
const env = {
  LR_TOOL_FUZZ_CASES: '100000',
  LR_TOOL_TEST_SEED: 'random',
  ...(existsSync(memory) && { TMPDIR: memory }),
  ...process.env,
};
const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz', '--disable-console-intercept'];
const { status } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
