// Draws the pictures of the docs from the reports of test/fixtures, so that they are the same on every machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.argv[2] ?? 'docs/images';
mkdirSync(folder, { recursive: true });
for (const kind of ['find', 'train', 'compare']) {
  const args = ['bin/lr-tool.js', 'plot', `test/fixtures/${kind}.v1.json`, '-o', `${folder}/${kind}.svg`];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 3);
}
