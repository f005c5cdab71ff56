// `npm run quickstart`: from a fresh checkout to a plot and a suggestion on real data.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ready } from './ready.js';

const bin = fileURLToPath(new URL('../bin/lr-tool.js', import.meta.url));
const lrTool = (args, stdio) => spawnSync(process.execPath, [bin, ...args], { stdio, encoding: 'utf8' });

ready();
// The native engine, where it can be had quickly; without it everything works on wasm, which `find` says in one line.
const setup = lrTool(['setup', '--quiet', '--within', '45'], ['ignore', 'ignore', 'pipe']);
if (setup.status !== 0)
  console.error(`native engine not set up: ${setup.stderr.split('\n')[0].replace(/^error: /, '')}`);

const { status } = lrTool(['find', 'digits-mlp'], 'inherit');
process.exitCode = status ?? 3;
