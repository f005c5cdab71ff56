// `npm run bench:startup`: what a command takes beyond the start of Node itself, all taking turns. bench/notes/startup.md
// tells what was expected and found. Options: --repetitions N (default 15), --root FOLDER (another checkout, built)
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine } from './machine.js';
import { summary } from './statistics.js';

const here = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { repetitions: { type: 'string', default: '15' }, root: { type: 'string', default: here } },
});
const repetitions = Number(values.repetitions);
const bin = join(values.root, 'bin', 'lr-tool.js');
const probe = join(here, 'bench', 'startup', 'cpu.cjs');
const curve = join(here, 'test', 'fixtures', 'find.v1.json');
/** Most milliseconds beyond Node that a command may take. */
const limit = 150;

/** What is started, with the exit code it ends with; the first is what the others are compared with. */
const lines = [
  { title: 'node -e 0', args: ['-e', '0'] },
  ...[
    ['--help'],
    ['--version'],
    ['plot', curve],
    ['schedule', 'clr'],
    ['schedule', '--list'],
    ['suggest', curve],
    ['init', '--help'],
    ['find', '--help'],
  ].map((args) => ({ title: args.join(' ').replace(curve, 'find.json'), args: [bin, ...args] })),
].map((line) => ({ ...line, wall: [], cpu: [] }));

const before = load();
for (let repetition = 0; repetition < repetitions; repetition++) {
  for (const line of lines) {
    const startedAt = performance.now();
    const { error, stderr, output } = spawnSync(process.execPath, ['-r', probe, ...line.args], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const wall = performance.now() - startedAt;
    if (error || /^(internal )?error/m.test(stderr)) throw error ?? new Error(`${line.title}: ${stderr}`);
    line.wall.push(wall);
    line.cpu.push(Number(output[3]) / 1000);
  }
}
const after = load();

const [node] = lines;
const { processor, cores, system, node: nodeVersion } = machine();
const range = (numbers) => {
  const { median, least, most } = summary(numbers);
  return `${median.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
};
const beyond = (line, part) => summary(line[part].map((value, i) => value - node[part][i])).median.toFixed(0);
console.log(`${processor}, ${cores} cores, ${system}, Node ${nodeVersion}; load ${before} before, ${after} after. Milliseconds: median (least
to most) of ${repetitions}, all taking turns; beyond Node: median of the differences of each turn. The limit is ${limit} ms beyond Node.

| | from start to end | beyond Node | CPU | CPU beyond Node |
| --- | --- | --- | --- | --- |`);
for (const line of lines) {
  const cells = [range(line.wall), beyond(line, 'wall'), range(line.cpu), beyond(line, 'cpu')];
  console.log(`| ${line === node ? `\`${line.title}\`` : `\`lr-tool ${line.title}\``} | ${cells.join(' | ')} |`);
}
