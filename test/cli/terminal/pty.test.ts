import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';
import { commands } from '../../../src/cli/commands/all.js';
import { exporting, furnish, type Line, quick, slow, training } from './lines.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-pty-'));
afterAll(() => rmSync(folder, { recursive: true }));
furnish(folder);

/** `npm run test:terminals`: every line in every surrounding. Else those that train are run in some, the slow ones once. */
const all = process.env['LR_TOOL_TEST_TERMINALS'] === 'all';
const widths = [60, 80, 200] as const;
const colours = [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '1' }] as const;
const surroundings = colours.flatMap((colour) => widths.map((width) => ({ colour, width })));
const linesIn = ({ colour, width }: (typeof surroundings)[number], isTTY: boolean): readonly Line[] => {
  const usual = [...quick, ...exporting];
  if (all || (isTTY && width === 60 && colour === colours[0])) return [...usual, ...training, ...slow];
  return colour === colours[0] && (isTTY || width === 60) ? [...usual, ...training] : usual;
};

const bin = resolve('bin/lr-tool.js');
const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, CI: ____, ...bare } = process.env;
const environment = (more: object) => ({ ...bare, TERM: 'xterm-256color', ...more });

interface Shown {
  readonly line: Line;
  readonly name: string;
  readonly text: string;
  readonly code: number;
}

function shownBy(shell: (command: string) => string, lines: readonly Line[]): Shown[] {
  const list = join(folder, 'lines.json');
  writeFileSync(list, JSON.stringify(lines));
  const parts = shell(`'${process.execPath}' '${resolve('test/cli/terminal/run-lines.mjs')}' '${list}' 2>&1`).split(
    '\u001e',
  );
  expect(parts, parts.at(-1)).toHaveLength(lines.length + 1);
  return lines.map((line, i) => {
    const [text, code] = parts[i]!.split('\u001d') as [string, string];
    return { line, name: line.join(' '), text, code: Number(code) };
  });
}

/** A terminal of that width: `script` of util-linux gives the command one. */
const terminal = (width: number, colour: object) => (command: string) =>
  spawnSync('script', ['-qec', `stty cols ${width} rows 40; ${command}`, '/dev/null'], {
    cwd: folder,
    env: environment(colour),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  }).stdout;

/** stdout and stderr in one, as a pipe gets them. */
const pipe = (width: number, colour: object) => (command: string) =>
  spawnSync('bash', ['-c', `${command} | cat`], {
    cwd: folder,
    env: environment({ ...colour, COLUMNS: String(width) }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  }).stdout;

const esc = '\\u001b';
const csi = new RegExp(`${esc}\\[[0-?]*[ -/]*[@-~]`, 'g');
const colourCode = new RegExp(`${esc}\\[[\\d;]*m`, 'g');
/** The lines of a screen: what is written over (live progress) are lines of their own. */
const linesOf = (text: string) => text.replace(csi, '').split(/[\r\n]+/);

const isForced = (colour: object) => 'FORCE_COLOR' in colour;
const isPlain = (colour: object) => 'NO_COLOR' in colour && !isForced(colour);
const isText = (line: Line) => !exporting.includes(line);
const isDrawing = ({ line: [command, what] }: Shown) => command === 'plot' && what !== '--help';

function expectAnswer({ name, text, code }: Shown): void {
  expect(text.trim(), name).not.toBe('');
  expect(text, name).not.toContain('internal error');
  expect(code, `${name}: ${text}`).toBeLessThan(3);
}

const hasScript = process.platform === 'linux' && spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
const timeout = 300_000;

it('every command is among the lines', () => {
  const typed = new Set([...quick, ...exporting, ...training, ...slow].map(([command]) => command));
  expect(commands.filter(({ name }) => !typed.has(name))).toEqual([]);
});

describe.skipIf(!hasScript)('in a terminal', () => {
  it.each(surroundings)(
    'of $width columns with $colour no line is too long, and codes are where they belong',
    {
      timeout,
    },
    (at) => {
      for (const shown of shownBy(terminal(at.width, at.colour), linesIn(at, true))) {
        const { line, name, text } = shown;
        expectAnswer(shown);
        if (isText(line)) {
          for (const row of linesOf(text)) expect(textWidth(row), `${name}: ${row}`).toBeLessThanOrEqual(at.width);
        } else expect(text, name).not.toContain('\u001b');
        if (isPlain(at.colour)) expect(text, name).not.toMatch(colourCode);
        else if (isText(line) && isDrawing(shown) && shown.code === 0) expect(text, name).toMatch(colourCode);
      }
    },
  );

  it('a process of its own shows the same', () => {
    const lines: Line[] = [
      ['plot', 'find.json'],
      ['schedule', '--list'],
      ['find', 'bad.yaml'],
    ];
    const quoted = (line: Line) => line.map((word) => `'${word}'`).join(' ');
    const typed = lines.map((line) => `'${process.execPath}' '${bin}' ${quoted(line)}`).join('; ');
    expect(terminal(80, {})(typed)).toBe(
      shownBy(terminal(80, {}), lines)
        .map(({ text }) => text)
        .join(''),
    );
  });
});

describe('in a pipe', () => {
  it.each(surroundings)(
    'of $width columns with $colour there is no code but forced colours, and no drawing is wider',
    {
      timeout,
    },
    (at) => {
      for (const shown of shownBy(pipe(at.width, at.colour), linesIn(at, false))) {
        const { line, name, text } = shown;
        expectAnswer(shown);
        const rest = isForced(at.colour) && isText(line) ? text.replace(colourCode, '') : text;
        expect(rest, name).not.toMatch(new RegExp(`[${esc}\\r]`));
        if (!isText(line) || shown.code > 0) continue;
        // Messages and lists stay whole, for those who search them.
        const rows = linesOf(text).filter((row) => isDrawing(shown) || isPlotRow(row));
        for (const row of rows) expect(textWidth(row), `${name}: ${row}`).toBeLessThanOrEqual(at.width);
      }
    },
  );
});

const isPlotRow = (row: string) => /[┤│└]/.test(row);
