import { tutorial } from './published.js';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values) =>
  `${mean(values).toFixed(4)} (${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)})`;

/** The trainings of a contender of a comparison, one for each seed. */
const trainingsOf = (report, label) =>
  report.contenders.find((contender) => contender.label === label).runs.map(({ training }) => training);

/** The CLR tutorial: validation accuracy by epoch, mean and range over the seeds, beside the published. */
export function tutorialTable(report) {
  const labels = Object.keys(tutorial);
  const head = ['validation accuracy after epoch', ...labels.flatMap((label) => [`${label}, published`, 'ours'])];
  const lossRow = (what, published, at) => [
    what,
    ...labels.flatMap((label) => [
      String(tutorial[label][published]),
      spread(trainingsOf(report, label).map(({ epochs }) => epochs.valLoss.at(at))),
    ]),
  ];
  return table(head, [
    ...tutorial['tutorial-sgd'].accuracy.map((_, i) => [
      i + 1,
      ...labels.flatMap((label) => [
        tutorial[label].accuracy[i].toFixed(4),
        spread(trainingsOf(report, label).map(({ epochs }) => epochs.metrics.accuracy[i])),
      ]),
    ]),
    lossRow('validation loss, first epoch', 'firstLoss', 0),
    lossRow('validation loss, last epoch', 'lastLoss', -1),
  ]);
}

/** How long each seed trained, and the error rate it ended with, in the order of `labels`. */
export const stoppingTable = (labels) => (report) =>
  table(
    ['', 'epochs trained, by seed', 'error rate in the end, by seed'],
    labels.map((label) => {
      const trainings = trainingsOf(report, label);
      return [
        label,
        trainings.map(({ epochs }) => epochs.epoch.length).join(', '),
        trainings.map(({ final }) => `${(100 * (1 - final.metrics.accuracy)).toFixed(2)} %`).join(', '),
      ];
    }),
  );

/** Mean validation loss and accuracy of each contender after each epoch. */
export const epochsTable = (labels) => (report) => {
  const byLabel = labels.map((label) => trainingsOf(report, label));
  const longest = Math.max(...byLabel.flat().map(({ epochs }) => epochs.epoch.length));
  const meanAt = (trainings, read) => {
    const values = trainings.map(read).filter((value) => value !== undefined);
    return values.length === 0 ? '' : mean(values).toFixed(4);
  };
  return table(
    ['epoch', ...labels.flatMap((label) => [`${label}, validation loss`, 'accuracy'])],
    Array.from({ length: longest }, (_, i) => [
      i + 1,
      ...byLabel.flatMap((trainings) => [
        meanAt(trainings, ({ epochs }) => epochs.valLoss[i]),
        meanAt(trainings, ({ epochs }) => epochs.metrics.accuracy[i]),
      ]),
    ]),
  );
};
