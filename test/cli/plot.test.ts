import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { readRecords } from '../../src/tensorboard/records.js';
import { checkMarkup } from '../plots/markup-check.js';
import { commandIn, fakeIo } from './fake-io.js';

const cwd = mkdtempSync(join(tmpdir(), 'lr-tool-plot-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const reports = ['find', 'train', 'compare'].map((kind) => resolve(`test/fixtures/${kind}.v1.json`));
const [find] = reports as [string];

const cli = (...args: string[]) => commandIn(cwd, ...args);
const read = (file: string) => readFileSync(join(cwd, file));

describe('lr-tool plot', () => {
  it.each(reports)('writes %s as a page, a picture and pixels, by the extension', async (report) => {
    expect(await cli('plot', report, '-o', 'a.html')).toEqual({ code: 0, out: '', err: '' });
    expect(checkMarkup(read('a.html').toString()).faults).toEqual([]);
    expect((await cli('plot', report, '-o', 'a.SVG')).code).toBe(0);
    expect(checkMarkup(read('a.SVG').toString()).faults).toEqual([]);
    expect((await cli('plot', report, '-o', 'a.png')).code).toBe(0);
    expect(read('a.png').readUInt32BE(16)).toBe(1920); // pixels across
    expect((await cli('plot', report, '-o', 'a.txt')).code).toBe(0);
    expect(read('a.txt').toString()).toBe((await cli('plot', report)).out);
  });

  it('takes the format from --format before the extension, and - for stdout', async () => {
    const page = await cli('plot', find, '--format', 'html', '-o', '-');
    expect(page.out.startsWith('<!doctype html>')).toBe(true);
    await cli('plot', find, '--format', 'svg', '-o', 'odd.txt');
    expect(read('odd.txt').toString().startsWith('<svg')).toBe(true);
    expect((await cli('plot', find, '--format', 'png')).out.slice(1, 4)).toBe('PNG');
  });

  it('the same report gives the same pixels', async () => {
    await cli('plot', find, '-o', 'one.png');
    await cli('plot', find, '-o', 'two.png');
    expect(read('one.png').equals(read('two.png'))).toBe(true);
  });

  it('has themes', async () => {
    await cli('plot', find, '-o', 'dark.svg', '--theme', 'dark');
    expect(read('dark.svg').toString()).toContain('.bg{fill:#12161d}');
  });

  it('lays several over each other', async () => {
    expect((await cli('plot', find, find, '-o', 'both.html')).code).toBe(0);
    expect(read('both.html').toString()).toContain('LR range tests: 2 runs');
  });

  it.each([
    { args: ['-o', 'plot.pdf'], says: 'no picture is written as .pdf' },
    { args: ['--format', 'gif'], says: "'gif' is invalid" },
    { args: ['-o', 'none/plot.svg'], says: 'there is no folder' },
    { args: ['--theme', 'blue'], says: "'blue' is invalid" },
  ])('$args is answered by a sentence: exit code 2', async ({ args, says }) => {
    const { code, err } = await cli('plot', find, ...args);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });

  it('draws what others recorded, as suggest reads it', async () => {
    const curve = JSON.parse(readFileSync(find, 'utf8')).curve as { lr: number[]; loss: number[] };
    writeFileSync(
      join(cwd, 'history.csv'),
      `lr,loss\n${curve.lr.map((lr, i) => `${lr},${curve.loss[i]}`).join('\n')}\n`,
    );
    writeFileSync(join(cwd, 'history.json'), JSON.stringify({ lr: curve.lr, loss: curve.loss }));
    for (const name of ['history.csv', 'history.json']) {
      const drawn = await cli('plot', name);
      expect(drawn.out).toBe((await cli('suggest', name)).out);
      expect(drawn.code).toBe(0);
    }
    expect((await cli('plot', 'history.csv', find, '-o', 'over.svg')).code).toBe(0);
    expect(checkMarkup(read('over.svg').toString()).faults).toEqual([]);
    writeFileSync(join(cwd, 'other.csv'), 'a,b\n1,2\n3,4\n');
    expect((await cli('plot', 'other.csv')).err).toContain('hint: ');
  });

  it('prints the report itself with --json', async () => {
    for (const report of reports) {
      const { code, out } = await cli('plot', report, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(report, 'utf8')));
    }
    expect((await cli('plot', find, find, '--json')).err).toContain('--json prints one report, and 2 are named');
    expect((await cli('plot', find, '--json', '-o', 'x.svg')).err).toMatch(/--json.* cannot be used with/);
  });

  it('says what to type where the renderer of PNG is missing, and draws all else', () => {
    const without = (...args: string[]) =>
      spawnSync(
        process.execPath,
        ['--import', resolve('test/guards/no-resvg.mjs'), resolve('bin/lr-tool.js'), 'plot', find, ...args],
        { cwd, encoding: 'utf8' },
      );
    const { status, stdout, stderr } = without('-o', 'missing.png');
    expect(stderr).toBe(
      'error: PNG needs the optional package @resvg/resvg-js, which cannot be loaded here\n' +
        'hint: type npm install @resvg/resvg-js where lr-tool is installed, or take .svg or .html, which need nothing\n',
    );
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(existsSync(join(cwd, 'missing.png'))).toBe(false);
    expect(without('-o', 'there.svg').status).toBe(0);
  });

  it('does not throw bytes at a terminal', async () => {
    const io = fakeIo({ cwd, columns: 80 });
    expect(await main(['plot', find, '--format', 'png'], io)).toBe(2);
    expect(io.stderr()).toContain('name a file: -o plot.png');
  });

  it('fills a terminal: as high as it is, at any width within it', async () => {
    for (const [columns, rows] of [
      [60, 20],
      [80, 24],
      [200, 50],
    ] as const) {
      for (const symbols of ['line', 'braille', 'ascii']) {
        const io = fakeIo({ cwd, columns, rows });
        expect(await main(['plot', find, '--no-color', '--symbols', symbols], io)).toBe(0);
        const lines = io.stdout().split('\n');
        expect(lines.filter((line) => line.length > columns)).toEqual([]);
        const plotRows = lines.filter((line) => /^ *[\d.e-]* [│┤|+]/.test(line)).length;
        expect(plotRows).toBeLessThan(rows);
        expect(plotRows).toBeGreaterThan(rows / 3);
      }
    }
  });

  it('writes event files, one folder for each run, and again over them', async () => {
    for (const report of [...reports, ...reports]) {
      const { code, err } = await cli('plot', report, '--tensorboard', 'board');
      expect(code).toBe(0);
      expect(err).toContain('tensorboard --logdir');
    }
    const files = readdirSync(join(cwd, 'board'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.includes('tfevents'),
    );
    const runs = JSON.parse(readFileSync(reports[2]!, 'utf8')).contenders.flatMap(
      (one: { runs: { training: unknown }[] }) => one.runs.filter(({ training }) => training !== null),
    );
    const { curve, repeats } = JSON.parse(readFileSync(find, 'utf8'));
    expect(files).toHaveLength(2 + repeats.length + runs.length);
    for (const file of files) expect(readRecords(read(join('board', file))).stop).toBe('end');
    const { records } = readRecords(read('board/find.v1/events.out.tfevents.lr-tool'));
    expect(records).toHaveLength(1 + curve.lr.length * (Object.keys(curve).length - 1));
  });

  it('says where event files cannot be', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const { code, err } = await cli('plot', find, '--tensorboard', 'file/board');
    expect(err).toContain('could not make the folder');
    expect(code).toBe(3);
  });
});

describe('lr-tool schedule', () => {
  it('draws in every format, by the extension', async () => {
    for (const file of ['lr.svg', 'lr.html', 'lr.png', 'lr.csv', 'lr.json', 'lr.txt']) {
      expect((await cli('schedule', 'cosine', '--steps', '50', '-o', file)).code, file).toBe(0);
      expect(existsSync(join(cwd, file))).toBe(true);
    }
    expect(checkMarkup(read('lr.html').toString()).faults).toEqual([]);
    expect(read('lr.csv').toString().split('\n')).toHaveLength(52);
    expect(JSON.parse(read('lr.json').toString()).kind).toBe('lr-tool/schedule');
  });
});
