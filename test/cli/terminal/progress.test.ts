import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/base/text.js';
import { createProgress, type ProgressOptions } from '../../../src/cli/terminal/progress.js';
import { plain } from '../../../src/plots/paint.js';

const erase = '\r\u001b[2K';

function watched(options: Partial<ProgressOptions> & Pick<ProgressOptions, 'mode'>) {
  const written: string[] = [];
  const clock = { ms: 1000 };
  const progress = createProgress({
    write: (text) => written.push(text),
    width: () => 80,
    now: () => clock.ms,
    paint: plain,
    ...options,
  });
  return { progress, written, clock };
}

const state = (done: number, total = 100) => ({ done, total, loss: 2.34567, lr: 0.00123 });

describe('progress on a terminal', () => {
  it('draws one line again and again, at most 10 times a second', () => {
    const { progress, written, clock } = watched({ mode: 'live' });
    for (let done = 0; done <= 1000; done++) {
      progress.update(state(done, 1000));
      clock.ms += 5;
    }
    expect(written).toHaveLength(51); // 5 s
    expect(written.every((text) => text.startsWith(erase) && !text.includes('\n'))).toBe(true);
  });

  it('shows percent, step, loss, lr, time left and speed', () => {
    const { progress, written, clock } = watched({ mode: 'live' });
    progress.update(state(0));
    clock.ms += 4000; // the first step is slow and does not count
    progress.update(state(1));
    clock.ms += 1000;
    progress.update(state(11));
    expect(written.map((text) => text.slice(erase.length))).toEqual(
      [
        '────────────────────────    0%  step   0 of 100  loss 2.346  lr 1.23e-3',
        '────────────────────────    1%  step   1 of 100  loss 2.346  lr 1.23e-3',
        '━━───────────────   11%  step  11 of 100  loss 2.346  lr 1.23e-3  9s left  10.0 steps/s',
      ].map((text) => expect.stringMatching(new RegExp(`^[━─]*${text.replace(/^[━─]*/, '').replaceAll('.', '\\.')}$`))),
    );
  });

  it('fits every line into the width, less a column that would wrap', () => {
    const any = fc.oneof(fc.double(), fc.nat(1e9));
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), any, any, any, any, (width, done, total, loss, lr) => {
        const { progress, written, clock } = watched({ mode: 'live', width: () => width });
        for (const k of [0, 1, 2]) {
          progress.update({ done: done + k, total, loss, lr });
          clock.ms += 150;
        }
        const lines = written.map((text) => text.slice(erase.length));
        expect(lines.filter((line) => textWidth(line) >= width)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('clears the line at the end, once', () => {
    const { progress, written } = watched({ mode: 'live' });
    progress.update(state(3));
    progress.finish();
    progress.finish();
    expect(written.slice(1)).toEqual([erase]);
  });

  it('writes nothing at the end where nothing was drawn', () => {
    const { progress, written } = watched({ mode: 'live' });
    progress.finish();
    expect(written).toEqual([]);
  });

  it('uses nothing but ASCII where asked to', () => {
    const { progress, written } = watched({ mode: 'live', ascii: true });
    progress.update(state(50));
    expect(written[0]!.slice(erase.length)).toMatch(/^#+-+[\x20-\x7e]*$/);
  });
});

describe('progress in a pipe', () => {
  it('writes a line at 0 and at every tenth', () => {
    const { progress, written, clock } = watched({ mode: 'plain' });
    for (let done = 0; done <= 100; done++) {
      progress.update(state(done));
      clock.ms += 10;
    }
    progress.finish();
    expect(written.map((text) => Number.parseInt(text, 10))).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(written.every((text) => text.endsWith('\n') && !text.includes('\u001b'))).toBe(true);
  });

  it('writes a line after 30 s though the next tenth is not done', () => {
    const { progress, written, clock } = watched({ mode: 'plain' });
    for (let done = 0; done <= 9; done++) {
      progress.update(state(done));
      clock.ms += 10_000;
    }
    expect(written).toHaveLength(4);
  });

  it('tells the time left in hours and minutes', () => {
    const { progress, written, clock } = watched({ mode: 'plain' });
    progress.update(state(1, 1000));
    clock.ms += 40_000;
    progress.update(state(2, 1000));
    clock.ms += 60_000;
    progress.update(state(990, 1000));
    expect(written[1]).toContain('11h05m left');
    expect(written[2]).toContain('2s left');
  });

  it('says NaN where the loss is NaN', () => {
    const { progress, written } = watched({ mode: 'plain' });
    progress.update({ ...state(5), loss: Number.NaN });
    expect(written[0]).toContain('loss NaN');
  });
});

it('quiet progress writes nothing', () => {
  const { progress, written } = watched({ mode: 'quiet' });
  progress.update(state(5));
  progress.finish();
  expect(written).toEqual([]);
});
