// `npm run quickstart`: from a fresh checkout to a plot and a suggestion on real data.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ready } from './ready.js';

ready();
const bin = fileURLToPath(new URL('../bin/lr-tool.js', import.meta.url));
const { status } = spawnSync(process.execPath, [bin, 'find', 'digits-mlp'], { stdio: 'inherit' });
process.exitCode = status ?? 3;
