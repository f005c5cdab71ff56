import { describe, expect, it } from 'vitest';
import { findFigure } from '../../src/plots/find.js';
import { findReportOf } from './curves.js';

const report = findReportOf();

describe('findFigure of one report', () => {
  const figure = findFigure([report]);

  it('shows the smoothed loss over the batch losses', () => {
    expect(figure.series.map(({ label, weight }) => [label, weight])).toEqual([
      ['smoothed', 'normal'],
      ['batch', 'faint'],
    ]);
    expect(figure.series[0]).toMatchObject({ x: report.curve.lr, y: report.curve.smoothed });
    expect(figure.series[1]).toMatchObject({ x: report.curve.lr, y: report.curve.loss });
  });

  it('marks base_lr, lr and max_lr', () => {
    expect(figure.marks).toEqual([
      { label: 'base_lr', x: 0.0025 },
      { label: 'lr', x: 0.03 },
      { label: 'max_lr', x: 0.08 },
    ]);
  });

  it('gives equal rates one mark', () => {
    const constant = { ...report.recommendation, lr: 0.08 } as typeof report.recommendation;
    expect(findFigure([{ ...report, recommendation: constant }]).marks).toEqual([
      { label: 'base_lr', x: 0.0025 },
      { label: 'lr, max_lr', x: 0.08 },
    ]);
  });

  it('marks nothing where there is no recommendation', () => {
    expect(findFigure([{ ...report, recommendation: { ok: false, why: ['flat'] } }]).marks).toEqual([]);
  });

  it('draws the losses of fixed rows before all but the smoothed ones', () => {
    const fixedLoss = report.curve.loss.map((value, i) => (i === 3 ? null : value));
    const { series } = findFigure([{ ...report, curve: { ...report.curve, fixedLoss } }]);
    expect(series.map(({ label }) => label)).toEqual(['smoothed', 'fixed rows', 'batch']);
    expect(series[1]!.y[3]).toBeNaN();
  });

  it('adds the validation loss and the losses of other seeds', () => {
    const { curve } = report;
    const half = curve.loss.slice(0, 40);
    const more = { ...report, curve: { ...curve, valLoss: curve.smoothed }, repeats: [{ seed: 2, loss: half }] };
    const { series } = findFigure([more]);
    expect(series.map(({ label }) => label)).toEqual(['smoothed', 'validation', 'batch', 'batch, seed 2']);
    expect(series[3]!.x).toEqual(curve.lr.slice(0, 40)); // a repeat may have ended earlier
  });

  it('says why the sweep ended early', () => {
    expect(figure.title).toBe('LR range test: digits, 94 of 100 steps, diverged at lr 3.27');
    expect(findFigure([findReportOf({ limit: Infinity })]).title).toBe('LR range test: digits, 100 of 100 steps');
  });

  it('turns null into a gap', () => {
    const loss = report.curve.loss.map((value, i) => (i === 5 ? null : value));
    expect(findFigure([{ ...report, curve: { ...report.curve, loss } }]).series[1]!.y[5]).toBeNaN();
  });

  it('has a linear axis for a linear sweep only', () => {
    expect(figure.x.scale).toBe('log');
    const linear = findReportOf({ mode: 'linear' });
    expect(findFigure([linear]).x).toEqual({ label: 'learning rate', scale: 'linear' });
    expect(findFigure([linear, report]).x.scale).toBe('log');
  });

  it('lets the y axis end above the start but below a diverging tail', () => {
    const { clipAbove } = findFigure([findReportOf({ limit: Infinity, endLr: 100 })]).y;
    expect(clipAbove).toBeGreaterThan(2.5);
    expect(clipAbove).toBeLessThan(4.5);
  });

  it('stands a curve without any finite loss', () => {
    const none = report.curve.loss.map(() => null);
    const { y } = findFigure([{ ...report, curve: { ...report.curve, loss: none, smoothed: none } }]);
    expect(y).toEqual({ label: 'loss', scale: 'linear' });
  });
});

describe('findFigure of several reports', () => {
  const reports = [report, findReportOf({ seed: 7, drop: 0.05 })];

  it('lays the smoothed losses over each other, with a mark at each max_lr', () => {
    const figure = findFigure(reports, ['adam', 'sgd']);
    expect(figure.series.map(({ label, weight }) => [label, weight])).toEqual([
      ['adam', 'normal'],
      ['sgd', 'normal'],
    ]);
    expect(figure.marks).toEqual([
      { label: 'adam max_lr', x: 0.08 },
      { label: 'sgd max_lr', x: 0.4 },
    ]);
  });

  it('names them by data set and seed where no names are given', () => {
    expect(findFigure(reports).series.map(({ label }) => label)).toEqual(['digits seed 1', 'digits seed 7']);
  });
});
