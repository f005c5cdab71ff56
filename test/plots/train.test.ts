import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawAscii } from '../../src/plots/ascii.js';
import { trainFigures } from '../../src/plots/train.js';
import { type TrainReport, trainReport } from '../../src/reports/train.js';

const report = trainReport.parse(
  JSON.parse(readFileSync(new URL('../fixtures/train.v1.json', import.meta.url), 'utf8')),
);
const figures = (...reports: TrainReport[]) => trainFigures(reports);
const labelsOf = (...reports: TrainReport[]) => figures(...reports).map(({ y }) => y.label);

describe('the pictures of a training', () => {
  it('are loss, metric and learning rate', () => {
    expect(labelsOf(report)).toEqual(['loss', 'validation accuracy', 'learning rate']);
    const [losses, metric, rates] = figures(report);
    expect(losses!.series.map(({ label }) => label)).toEqual(['loss', 'validation loss', 'batch']);
    expect([metric!.series[0]!.x, metric!.series[0]!.y]).toEqual([[1, 2], report.epochs.metrics['accuracy']]);
    expect(rates!.series[0]!.y).toEqual(report.steps.lr);
  });

  it('of several lie over each other, the metric only where all have it', () => {
    expect(figures(report, report).map(({ series }) => series.length)).toEqual([2, 2, 2]);
    const without = { ...report, epochs: { ...report.epochs, metrics: {} } };
    expect(labelsOf(report, without)).toEqual(['validation loss', 'learning rate']);
    expect(labelsOf(without)).toEqual(['loss', 'learning rate']);
  });

  it('can be drawn at any width', () => {
    const look = { ascii: false, paint: (_: string, text: string) => text, height: 8 };
    for (const width of [20, 46, 80, 200]) {
      for (const figure of figures(report)) {
        for (const line of drawAscii(figure, { ...look, width }).split('\n')) {
          expect(line.length, line).toBeLessThanOrEqual(width);
        }
      }
    }
  });
});
