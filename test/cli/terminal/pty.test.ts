import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-pty-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['find', 'train', 'compare', 'schedule', 'value-sweep']) {
  cpSync(join('test', 'fixtures', 'reports', 'v1', `${name}.json`), join(folder, `${name}.json`));
}
cpSync(join('data', 'iris', 'iris.csv'), join(folder, 'iris.csv'));
writeFileSync(join(folder, 'bad.yaml'), 'dataset: digits\nmodel: mlp\noptimizer: adm\n');

/** Commands that train nothing; those that do are few below. */
const quick = [
  ['--help'],
  ['find', '--help'],
  ['suggest', 'find.json'],
  ['plot', 'find.json'],
  ['plot', 'train.json'],
  ['plot', 'compare.json'],
  ['plot', 'value-sweep.json'],
  ['schedule', 'one-cycle'],
  ['schedule', '--list', 'clr'],
  ['init', 'iris.csv', '--force'],
  ['find', 'bad.yaml'],
  ['fnd'],
] as const;
const training = [
  ['find', 'iris-csv', '--backend', 'cpu', '--steps', '25', '--no-save'],
  ['train', 'iris-csv', '--backend', 'cpu', '--epochs', '2', '--max-lr', '0.05', '--no-save'],
] as const;
const widths = [60, 80, 200] as const;
const colours = [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '1' }] as const;

const bin = resolve('bin/lr-tool.js');
const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, CI: ____, ...bare } = process.env;
const surroundings = (colour: object) => ({ ...bare, TERM: 'xterm-256color', ...colour });

/** What a terminal of that width shows: `script` of util-linux gives the command one. Several commands share its start. */
function onTerminal(lines: readonly (readonly string[])[], width: number, colour: object): string[] {
  const commands = lines.map((line) => `'${process.execPath}' '${bin}' ${quoted(line)}; printf '\\036'`).join('; ');
  const { stdout } = spawnSync('script', ['-qec', `stty cols ${width} rows 40; ${commands}`, '/dev/null'], {
    cwd: folder,
    env: surroundings(colour),
    encoding: 'utf8',
  });
  return stdout.split('\u001e').slice(0, lines.length);
}

/** stdout and stderr in one, as a pipe gets them. */
function inPipe(line: readonly string[], colour: object): string {
  const options = { cwd: folder, env: { ...surroundings(colour), COLUMNS: '80' }, encoding: 'utf8' } as const;
  const { stdout, stderr } = spawnSync(process.execPath, [bin, ...line], options);
  return stdout + stderr;
}

const esc = '\\u001b';
const csi = new RegExp(`${esc}\\[[0-?]*[ -/]*[@-~]`, 'g');
const colourCode = new RegExp(`${esc}\\[[\\d;]*m`);
/** The lines of a screen: what is written over (live progress) are lines of their own. */
const linesOf = (text: string) => text.replace(csi, '').split(/[\r\n]+/);

const hasScript = process.platform === 'linux' && spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe.skipIf(!hasScript)('in a terminal', () => {
  describe.each(colours)('with %j', (colour) => {
    it.each(widths)('of %d columns no line is too long, and colours are where they belong', (width) => {
      const shown = onTerminal(quick, width, colour);
      expect(shown).toHaveLength(quick.length);
      shown.forEach((text, i) => {
        const name = quick[i]!.join(' ');
        expect(text.trim(), name).not.toBe('');
        for (const line of linesOf(text)) expect(textWidth(line), `${name}: ${line}`).toBeLessThanOrEqual(width);
        if ('NO_COLOR' in colour && !('FORCE_COLOR' in colour)) expect(text, name).not.toMatch(colourCode);
      });
      const plot = shown[quick.findIndex(([command]) => command === 'plot')]!;
      expect(colourCode.test(plot)).toBe(!('NO_COLOR' in colour) || 'FORCE_COLOR' in colour);
    });
  });

  it.each(widths)('of %d columns a training stays within its lines', (width) => {
    onTerminal(training, width, {}).forEach((text, i) => {
      for (const line of linesOf(text))
        expect(textWidth(line), `${training[i]!.join(' ')}: ${line}`).toBeLessThanOrEqual(width);
    });
  });
});

describe('in a pipe', () => {
  it.each(colours)('with %j there is no escape code but forced colours', (colour) => {
    for (const line of quick) {
      const text = inPipe(line, colour);
      const rest = 'FORCE_COLOR' in colour ? text.replace(new RegExp(colourCode, 'g'), '') : text;
      expect(rest, line.join(' ')).not.toContain('\u001b');
    }
  });

  it('a training writes no escape code, and no line over another', () => {
    for (const line of training) expect(inPipe(line, {})).not.toMatch(new RegExp(`[${esc}\\r]`));
  });

  it('that is closed early is no error', () => {
    for (const line of quick) {
      const command = `'${process.execPath}' '${bin}' ${quoted(line)} 2>stderr.txt | head -1; cat stderr.txt`;
      const { stdout } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
      expect(stdout, line.join(' ')).not.toMatch(/EPIPE|internal error|^ +at /m);
    }
  });
});
