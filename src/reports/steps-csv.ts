import { csvText } from './csv.js';
import type { TrainReport } from './train.js';

/** One line per update: step, epoch, lr, momentum where the schedule moves it, loss; the last update of an epoch also has valLoss and the metrics. */
export function stepsCsv({ steps, epochs, schedule }: TrainReport): string {
  const { valLoss, metrics } = epochs;
  const ends = new Map(epochs.step.map((done, i) => [done - 1, i]));
  const evaluated = Object.entries({ ...(valLoss && { valLoss }), ...metrics });
  const { momentum } = steps;
  const rows = steps.step.map((step, i) => {
    const end = ends.get(step);
    const results = evaluated.map(([, values]) => (end === undefined ? '' : (values[end] ?? Number.NaN)));
    const epoch = 1 + Math.floor(step / schedule.stepsPerEpoch);
    return [step, epoch, steps.lr[i]!, ...(momentum ? [momentum[i]!] : []), steps.loss[i] ?? Number.NaN, ...results];
  });
  return csvText(
    ['step', 'epoch', 'lr', ...(momentum ? ['momentum'] : []), 'loss', ...evaluated.map(([name]) => name)],
    rows,
  );
}
