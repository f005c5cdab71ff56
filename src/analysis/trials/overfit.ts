import { formatLr } from '../../base/numbers.js';
import { isRate, type RateTrial, single, stepsOption, type TrialTest, type TrialValues } from './trial-test.js';

/** The loss of the batch has come down to the share that is asked for. */
const reached = ({ loss }: RateTrial, values: TrialValues): boolean =>
  loss.length > 1 && Math.min(...loss) <= single(values, '--target') * loss[0]!;

export const overfit: TrialTest = {
  name: 'overfit',
  summary: 'can the model learn a single batch by heart? A check of model, loss and data before any sweep',
  description:
    'Trains on the first batch over and over, at one rate after another, until its loss has come down to a twentieth. A model that cannot do that has a mistake in its layers, its loss or its data, and no learning rate will help.',
  source: 'Karpathy 2019, "A Recipe for Training Neural Networks": overfit one batch',
  options: [
    {
      flag: '--rates',
      text: 'the rates to try, with commas between them',
      fallback: [0.1, 0.01, 0.001, 1],
      fits: isRate,
      what: 'numbers above 0, with commas between them',
    },
    {
      flag: '--target',
      text: 'share of its first value that the loss has to reach',
      fallback: [0.05],
      fits: (value) => value > 0 && value < 1,
      what: 'a number between 0 and 1',
    },
    stepsOption(300),
  ],
  oneBatch: true,
  next(trials, values) {
    const last = trials.at(-1);
    return last !== undefined && reached(last, values) ? null : (values['--rates']![trials.length] ?? null);
  },
  verdict(trials, values) {
    const share = single(values, '--target');
    const found = trials.find((trial) => reached(trial, values));
    if (found !== undefined) {
      const update = found.loss.findIndex((loss) => loss <= share * found.loss[0]!);
      return {
        ok: true,
        lr: found.lr,
        why: [
          `the loss of the batch is at ${share} of its first value after ${update} updates, at lr ${formatLr(found.lr)}`,
        ],
      };
    }
    const lowest = Math.min(...trials.map(({ loss }) => Math.min(...loss.filter(Number.isFinite)) / loss[0]!));
    return {
      ok: false,
      why: [
        `the loss of one batch comes down to ${lowest.toPrecision(2)} of its first value only, at none of the rates to ${share}`,
        'look for labels that do not belong to their inputs, inputs that are not scaled, a loss that does not fit; or raise --steps',
      ],
    };
  },
};
