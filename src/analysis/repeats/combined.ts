import type { Confidence, Recommendation } from '../bounds/recommend.js';

type Answer = Extract<Recommendation, { ok: true }>;

const words: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * The answers of several sweeps as one: the geometric means of their rates, the middle of their confidences, and the
 * reasons of the sweep in the middle. Refused, with the reasons of the first refusal, where half of them or more are.
 * A single one is given back as it is.
 */
export function combined(all: readonly Recommendation[]): Recommendation {
  const answers = all.filter((one): one is Answer => one.ok).sort((a, b) => a.lr - b.lr);
  if (answers.length <= all.length / 2) return all.find((one) => !one.ok)!;
  const middle = answers[(answers.length - 1) >> 1]!;
  if (all.length === 1) return middle;
  const mean = (of: (answer: Answer) => number) =>
    Math.exp(answers.reduce((sum, answer) => sum + Math.log(of(answer)) / answers.length, 0));
  const sure = answers.map(({ confidence }) => words.indexOf(confidence)).sort((a, b) => a - b);
  return {
    ...middle,
    lr: mean(({ lr }) => lr),
    baseLr: mean(({ baseLr }) => baseLr),
    maxLr: mean(({ maxLr }) => maxLr),
    interval: [mean(({ interval }) => interval[0]), mean(({ interval }) => interval[1])],
    confidence: words[sure[(sure.length - 1) >> 1]!]!,
    why: [`the geometric mean of ${answers.length} sweeps; of the one in the middle:`, ...middle.why],
  };
}
