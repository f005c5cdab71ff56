// One whole `lr-tool find` in its own process, timed from the outside: node bench/find.js CONFIG [key.path=value ...]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [config, ...set] = process.argv.slice(2);
const bin = fileURLToPath(new URL('../bin/lr-tool.js', import.meta.url));
const settings = set.flatMap((setting) => ['--set', setting]);
const startedAt = performance.now();
const { status, stderr } = spawnSync(process.execPath, [bin, 'find', config, '--quiet', '--no-save', ...settings], {
  encoding: 'utf8',
});
const seconds = (performance.now() - startedAt) / 1000;
if (status > 1) throw new Error(stderr); // 1: swept, but the curve supports no suggestion
console.log(JSON.stringify({ seconds }));
