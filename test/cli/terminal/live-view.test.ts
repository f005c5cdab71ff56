import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';
import { liveRecord } from '../../../src/cli/terminal/live-points.js';
import { liveView } from '../../../src/cli/terminal/live-view.js';
import { speedometer } from '../../../src/cli/terminal/speedometer.js';
import { liveSweep, liveTraining } from '../../../src/plots/live.js';
import { plain } from '../../../src/plots/paint.js';
import { type SymbolSet, symbolSets } from '../../../src/plots/symbols.js';

const begin = '\u001b[?2026h\u001b[?25l';
const end = '\u001b[J\u001b[?25h\u001b[?2026l';

function watched({ width = 80, rows = 24, symbols = 'line' as SymbolSet, figure = liveSweep, drawMs = 0 } = {}) {
  const written: string[] = [];
  const clock = { ms: 1000 };
  const size = { width, rows };
  const view = liveView(
    {
      write: (text) => {
        written.push(text);
        clock.ms += drawMs;
      },
      width: () => size.width,
      rows: () => size.rows,
      now: () => clock.ms,
      paint: plain,
      symbols,
      figure,
    },
    speedometer(() => clock.ms),
  );
  return { view, written, clock, size };
}

/** The lines of a frame, and how far above its end it begins. */
function frameOf(text: string): { up: number; lines: string[] } {
  expect(text.startsWith(begin)).toBe(true);
  expect(text.endsWith(end)).toBe(true);
  const shown = text.slice(begin.length, -end.length).replaceAll('\u001b', 'ESC');
  const [, up = '0', body] = /^\r(?:ESC\[(\d+)A)?([\s\S]*)$/.exec(shown)!;
  return { up: Number(up), lines: body!.split('\n').map((line) => line.replace(/ESC\[K$/, '')) };
}

const state = (done: number) => ({ done, total: 100, loss: 2 - done / 100, lr: 1e-5 * 1.1 ** done });

describe('the live view', () => {
  it('draws loss over lr above the line of progress, each frame in one write, at most 10 a second', () => {
    const { view, written, clock } = watched();
    for (let done = 1; done <= 100; done++) {
      view.update(state(done));
      clock.ms += 20;
    }
    expect(written).toHaveLength(20);
    const { lines } = frameOf(written.at(-1)!);
    expect(lines.join('\n')).toMatch(
      /smoothed.*batch[\s\S]*learning rate \(log\)\n.*96%.*loss 1\.040.*lr 0\.0941.*left/,
    );
  });

  it('goes back to where the last frame began', () => {
    const { view, written, clock } = watched();
    for (const done of [1, 2, 3]) {
      view.update(state(done));
      clock.ms += 200;
    }
    const frames = written.map(frameOf);
    expect(frames[0]!.up).toBe(0);
    expect(frames[1]!.up).toBe(frames[0]!.lines.length - 1);
    expect(frames[2]!.up).toBe(frames[1]!.lines.length - 1);
  });

  it('finds its beginning where the terminal became narrower and wrapped it', () => {
    const { view, written, clock, size } = watched({ width: 100 });
    view.update(state(50));
    clock.ms += 200;
    size.width = 40;
    view.update(state(51));
    const [before, after] = written.map(frameOf);
    const wrapped = before!.lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / 40)), 0);
    expect(after!.up).toBe(wrapped - 1);
  });

  it('clears itself at the end, once, and begins anew afterwards', () => {
    const { view, written, clock } = watched();
    view.finish();
    expect(written).toEqual([]);
    view.update(state(1));
    const { lines } = frameOf(written[0]!);
    view.finish();
    view.finish();
    expect(written.slice(1)).toEqual([`\r\u001b[${lines.length - 1}A\u001b[J`]);
    clock.ms += 200;
    view.update(state(2));
    expect(frameOf(written[2]!).up).toBe(0);
  });

  it('forgets one loop when another begins', () => {
    const { view, written, clock } = watched({ figure: liveTraining });
    for (const done of [1000, 2000, 1, 2]) {
      view.update({ ...state(done), total: 3000 });
      clock.ms += 200;
    }
    expect(frameOf(written[1]!).lines.join()).toContain('2000');
    expect(frameOf(written[3]!).lines.join()).not.toContain('2000');
  });

  it('takes a twentieth of the time at most', () => {
    const { view, written, clock } = watched({ drawMs: 50 });
    for (let i = 0; i < 1000; i++) {
      view.update(state(i % 100));
      clock.ms += 10;
    }
    expect(written.length * 50).toBeLessThan(0.05 * (clock.ms - 1000) + 50);
  });

  it('fits into every terminal, whatever the numbers', () => {
    const any = fc.oneof(fc.double(), fc.double({ min: 0, max: 10 }));
    const sets = fc.constantFrom(...(Object.keys(symbolSets) as SymbolSet[]));
    const figures = fc.constantFrom(liveSweep, liveTraining);
    const size = fc.tuple(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 18, max: 60 }));
    fc.assert(
      fc.property(
        size,
        sets,
        figures,
        fc.array(fc.tuple(any, any), { minLength: 1 }),
        ([width, rows], symbols, figure, points) => {
          const { view, written, clock } = watched({ width, rows, symbols, figure });
          points.forEach(([lr, loss], i) => {
            view.update({ done: i + 1, total: points.length, lr, loss });
            clock.ms += 200;
          });
          const frames = written.map(frameOf);
          expect(frames.flatMap(({ lines }) => lines).filter((line) => textWidth(line) >= width)).toEqual([]);
          expect(Math.max(...frames.map(({ lines }) => lines.length))).toBeLessThan(rows);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what the live view remembers', () => {
  it('is thinned out evenly, and bounded', () => {
    const record = liveRecord();
    for (let step = 0; step < 100_000; step++) record.add(step, 1, step);
    const { step, loss } = record.points;
    expect(step.length).toBeLessThanOrEqual(2048);
    expect(step.length).toBeGreaterThan(1000);
    const gaps = new Set(step.slice(1).map((value, i) => value - step[i]!));
    expect([...gaps]).toEqual([64]);
    expect(loss).toEqual(step);
  });

  it('keeps losses that are not finite apart from the average', () => {
    const record = liveRecord();
    for (const loss of [1, Number.NaN, 1]) record.add(0, 1, loss);
    expect(record.points.smoothed.map((value) => Number(value.toPrecision(12)))).toEqual([1, Number.NaN, 1]);
  });
});
