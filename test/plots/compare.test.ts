import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawAscii } from '../../src/plots/ascii.js';
import { compareFigure } from '../../src/plots/compare.js';
import { plain } from '../../src/plots/paint.js';
import { type CompareReport, compareReport } from '../../src/reports/compare.js';
import { expectGolden } from './golden.js';

const report: CompareReport = compareReport.parse(
  JSON.parse(readFileSync(new URL('../fixtures/compare.v1.json', import.meta.url), 'utf8')),
);
const drawn = (reports: readonly CompareReport[], labels?: readonly string[]) =>
  drawAscii(compareFigure(reports, labels), { width: 80, height: 16, paint: plain, symbols: 'line' });

describe('compareFigure', () => {
  it('looks as it was looked at', () => expectGolden('compare-80.txt', drawn([report])));

  it('draws the mean over seeds of each contender, best first, and what each seed gave behind them', () => {
    const { series, y } = compareFigure([report]);
    expect(series.map(({ label, weight }) => [label, weight])).toEqual([
      ['wave', 'normal'],
      ['tame', 'normal'],
      ['wild', 'normal'],
      ['each seed', 'faint'],
    ]);
    const [first, second] = report.contenders[0]!.runs.map(({ training }) => training!.epochs.valLoss!);
    expect(series[0]!.y).toEqual(first!.map((value, i) => (value! + second![i]!) / 2));
    expect(series.at(-1)!.y).toHaveLength(8);
    expect(y.label).toBe('validation loss');
  });

  it('draws no points of its own for one seed', () => {
    const one = {
      ...report,
      seeds: [42],
      contenders: report.contenders.map((contender) => ({ ...contender, runs: contender.runs.slice(0, 1) })),
    };
    expect(compareFigure([one]).series.map(({ weight }) => weight)).toEqual(['normal', 'normal', 'normal']);
  });

  it('follows the judge: a metric, or the loss of the training rows', () => {
    const by = (name: string) => compareFigure([{ ...report, judge: { ...report.judge, by: name } }]);
    expect(by('accuracy').y.label).toBe('accuracy');
    expect(by('loss').series[0]!.y[0]).toBeGreaterThan(compareFigure([report]).series[0]!.y[0]!);
  });

  it('lays several comparisons over each other, each contender with the name of its report', () => {
    const { series } = compareFigure([report, report], ['a', 'b']);
    expect(series.map(({ label }) => label)).toEqual([
      'a: wave',
      'a: tame',
      'a: wild',
      'b: wave',
      'b: tame',
      'b: wild',
      'each seed',
    ]);
    expect(drawn([report, report], ['a', 'b'])).toContain('Comparisons: 2 of them');
  });

  it('cuts a divergence off above the others', () => {
    const contenders = report.contenders.map((contender, i) =>
      i < 2
        ? contender
        : {
            ...contender,
            runs: contender.runs.map((run) => ({
              ...run,
              training: {
                ...run.training!,
                epochs: { ...report.contenders[0]!.runs[0]!.training!.epochs, valLoss: [1, 1e9] },
              },
            })),
          },
    );
    expect(compareFigure([{ ...report, contenders }]).y.clipAbove).toBeLessThan(1);
  });
});
