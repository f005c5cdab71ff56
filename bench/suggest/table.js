// The results as Markdown.
import { quantile, summary } from './regret.js';

const line = (cells) => `| ${cells.join(' | ')} |`;
export const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const three = (value) => value.toFixed(3);

const parts = ['held-out', 'tuning'];

/** Regret of each contestant on each part: median / 90th percentile / mean. */
export function regretTable(results) {
  const cell = (answers) => {
    const { median, ninety, mean } = summary(answers.map(({ regret }) => regret));
    return `${three(median)} / ${three(ninety)} / ${three(mean)}`;
  };
  return table(
    ['', ...parts],
    results.map(({ title, answers }) => [
      title,
      ...parts.map((part) => cell(answers.filter((answer) => answer.part === part))),
    ]),
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
