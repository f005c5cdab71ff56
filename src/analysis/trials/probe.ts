import { formatLr } from '../../base/numbers.js';
import { gainOf, isClear } from './gain.js';
import { isRate, single, stepsOption, type TrialTest } from './trial-test.js';

/** Rates below this are not tried: nothing is learnt by them in a few batches. */
const lowest = 1e-8;

export const probe: TrialTest = {
  name: 'probe',
  summary: 'the highest learning rate by which the loss falls within a few batches, from a high one down',
  description:
    'Tries a high learning rate for a few batches, then lower and lower ones, each from the initial weights, until the loss falls: ends clearly (3 standard errors) below that of the same batches by the initial weights. A quick bound from above, not a suggestion to train with.',
  source: 'the descending search that practitioners do by hand; thresholds of our own',
  options: [
    { flag: '--start-lr', text: 'rate to begin with', fallback: [10], fits: isRate, what: 'a number above 0' },
    {
      flag: '--factor',
      text: 'each rate is the one before, divided by this',
      fallback: [Math.sqrt(10)],
      fits: (value) => value > 1 && Number.isFinite(value),
      what: 'a number above 1',
    },
    stepsOption(12),
  ],
  oneBatch: false,
  next([untrained, ...trials], values) {
    if (untrained === undefined) return 0;
    const last = trials.at(-1);
    if (last !== undefined && isClear(gainOf(last, untrained))) return null;
    const lr = single(values, '--start-lr') / single(values, '--factor') ** trials.length;
    return lr < lowest ? null : lr;
  },
  verdict([untrained, ...trials]) {
    const last = trials.at(-1);
    if (untrained === undefined || last === undefined || !isClear(gainOf(last, untrained))) {
      return {
        ok: false,
        why: ['the loss falls at none of the rates that were tried', 'raise --steps, or look at `lr-tool find`'],
      };
    }
    const above = trials.at(-2);
    const edge =
      above === undefined ? 'no higher one was tried: raise --start-lr' : `at ${formatLr(above.lr)} it does not`;
    return {
      ok: true,
      lr: last.lr,
      why: [`the loss falls within ${last.loss.length} batches at lr ${formatLr(last.lr)}; ${edge}`],
    };
  },
};
