import { formatLr } from '../../base/numbers.js';
import { gainOf, isClear } from './gain.js';
import { isRate, stepsOption, type TrialTest } from './trial-test.js';

export const grid: TrialTest = {
  name: 'grid',
  summary: 'short trials at 0.001, 0.003, 0.01, ...: which learning rate gets lowest',
  description:
    'Trains for some updates at each rate of a grid, each from the initial weights on the same batches, and names the rate whose loss ends lowest.',
  source: 'Andrew Ng, Machine Learning (Coursera 2011), week 2: 0.001, 0.003, 0.01, 0.03, ...',
  options: [
    {
      flag: '--rates',
      text: 'the rates, with commas between them',
      fallback: [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1],
      fits: isRate,
      what: 'numbers above 0, with commas between them',
    },
    stepsOption(100),
  ],
  oneBatch: false,
  next: (trials, values) => [0, ...values['--rates']!][trials.length] ?? null,
  verdict([untrained, ...trials]) {
    const gains = trials.map((trial) => ({ lr: trial.lr, gain: gainOf(trial, untrained!) }));
    const falling = gains.filter(({ gain }) => isClear(gain));
    if (falling.length === 0) {
      return {
        ok: false,
        why: ['at none of the rates does the loss fall beyond its noise', 'raise --steps, or try other --rates'],
      };
    }
    const best = falling.reduce((a, b) => (b.gain!.mean > a.gain!.mean ? b : a));
    const rates = trials.map(({ lr }) => lr);
    const edges = [
      ...(best.lr === Math.max(...rates) ? ['it is the highest of the grid: try higher --rates'] : []),
      ...(best.lr === Math.min(...rates) ? ['it is the lowest of the grid: try lower --rates'] : []),
    ];
    const failed = trials.filter(({ stop }) => stop !== 'completed').map(({ lr }) => formatLr(lr));
    return {
      ok: true,
      lr: best.lr,
      why: [
        `the loss ends lowest at lr ${formatLr(best.lr)}, ${best.gain!.mean.toPrecision(3)} below where it begins`,
        ...(failed.length > 0 ? [`training diverges at lr ${failed.join(', ')}`] : []),
        ...edges,
      ],
    };
  },
};
