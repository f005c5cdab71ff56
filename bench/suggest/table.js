// The results as Markdown.
import { quantile, summary } from './regret.js';

const line = (cells) => `| ${cells.join(' | ')} |`;
export const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const three = (value) => value.toFixed(3);

/** Parts of the workloads, by what their answers have in common. */
const parts = [
  { title: 'held-out', has: ({ part }) => part === 'held-out' },
  ...['chosen', 'drawn', 'drawn last'].map((name) => ({
    title: `of it ${name}`,
    has: ({ part, origin }) => part === 'held-out' && origin === name,
  })),
  { title: 'tuning', has: ({ part }) => part === 'tuning' },
];

/** Regret of each contestant on each part: median / 90th percentile / mean. */
export function regretTable(results) {
  const cell = (answers) => {
    const { median, ninety, mean } = summary(answers.map(({ regret }) => regret));
    return `${three(median)} / ${three(ninety)} / ${three(mean)}`;
  };
  return table(
    ['', ...parts.map((part) => part.title)],
    results.map(({ title, answers }) => [title, ...parts.map(({ has }) => cell(answers.filter(has)))]),
  );
}

/** Regret of our answers by how sure they were, over both parts. */
export function confidenceTable(answers) {
  const words = ['high', 'medium', 'low', undefined].map((word) => ({
    word: word ?? 'refused',
    regrets: answers.filter(({ confidence }) => confidence === word).map(({ regret }) => regret),
  }));
  return table(
    ['confidence', 'answers', 'mean', '90th percentile'],
    words
      .filter(({ regrets }) => regrets.length > 0)
      .map(({ word, regrets }) => [word, regrets.length, three(summary(regrets).mean), three(quantile(regrets, 0.9))]),
  );
}

/** Trainings with the rates for each use, by regret, beside the constant 1e-2 for them; below 0: better than any constant rate. */
export function usesTable(trainings) {
  const names = [...new Set(trainings.map(({ use }) => use))];
  const figures = (list) => {
    const { median, ninety, mean } = summary(list);
    return [three(median), three(ninety), three(mean)];
  };
  const rows = names.map((name) => {
    const own = trainings.filter(({ use }) => use === name);
    const least = own.filter(({ regret, usual }) => regret <= usual + 0.02).length;
    return [`\`--for ${name}\``, ...figures(own.map(({ regret }) => regret)), `${least} of ${own.length}`];
  });
  const usual = trainings.filter(({ use }) => use === names[0]).map((training) => training.usual);
  return table(
    ['', 'median', '90th percentile', 'mean', 'as good as 1e-2 (within 0.02) or better'],
    [...rows, ['constant 1e-2', ...figures(usual), '']],
  );
}

/** What was said of models with little left to learn, which should be refused. */
export function trainedTable(answers) {
  const words = ['refused', 'low', 'medium', 'high'];
  const rowOf = (title, has) => {
    const list = answers.filter(has);
    return [`${list.length} ${title}`, ...words.map((word) => list.filter(({ says }) => says === word).length)];
  };
  return table(
    ['', ...words.map((word) => (word === 'refused' ? word : `answered, confidence ${word}`))],
    [
      rowOf('range tests', ({ sweeps }) => sweeps === 1),
      rowOf('times three range tests together', ({ sweeps }) => sweeps > 1),
    ],
  );
}

/** A row for each workload: best rate of the grid, our rates and what they cost, beside the best and worst peer. */
export function workloadTable(rows) {
  return table(
    ['workload', 'best rate', 'lr-tool', 'regret'],
    rows.map(({ name, best, own }) => [
      name,
      best.toPrecision(2),
      own.map(({ lr }) => lr?.toPrecision(2) ?? 'refused').join(', '),
      own.map(({ regret }) => three(regret)).join(', '),
    ]),
  );
}
