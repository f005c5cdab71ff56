import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trainSummary } from '../../../src/cli/terminal/train-summary.js';
import { type TrainReport, trainReport } from '../../../src/reports/train.js';

const report = trainReport.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/train.v1.json', import.meta.url), 'utf8')),
);
const summary = (changes: Partial<TrainReport>, width = 80) =>
  trainSummary({ ...report, ...changes }, { width, paint: (_, text) => text });

const cut = (epoch: number) =>
  ({ epoch, controller: 'plateau', action: 'reduce-lr', lr: [0.1, 0.01], why: 'val_loss has not improved' }) as const;

describe('the summary of a training', () => {
  it('says nothing of controllers where there are none', () => {
    expect(summary({})).not.toMatch(/controllers|weights/);
  });

  it('lists what they did, the first and the last of many', () => {
    expect(summary({ events: [{ ...cut(3), lr: [0.1, 0.01] }] })).toContain(
      ' controllers epoch 3: plateau, lr 0.1 -> 0.01: val_loss has not improved',
    );
    const many = Array.from({ length: 20 }, (_, i) => ({ ...cut(i + 1), lr: [0.1, 0.01] as [number, number] }));
    const text = summary({ events: many });
    expect(text).toMatch(/epoch 3: .*\n.*\.\.\. 14 more\n.*epoch 18: /);
  });

  it('says by what the best epoch is told, and whose weights were restored', () => {
    const text = summary({ stop: 'early-stopping', restoredEpoch: 1, monitor: { name: 'accuracy', mode: 'max' } });
    expect(text).toMatch(/best {8}epoch \d \(highest accuracy\): /);
    expect(text).toContain(', stopped early');
    expect(text).toMatch(/weights {5}those of epoch 1, restored/);
    expect(summary({ restoredEpoch: 2 })).not.toContain('restored');
  });

  it.each([46, 80])('fits into %i columns', (width) => {
    for (const line of summary({ events: [{ ...cut(3), lr: [0.1, 0.01] }] }, width).split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });
});
