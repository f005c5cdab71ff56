import { formatLr } from '../base/numbers.js';
import { type WarningSpec, warningsOf } from '../base/warning-spec.js';
import type { Warning } from '../reports/find.js';
import type { StepEvent } from './train.js';

/** What a training came to. */
export interface TrainFacts {
  readonly steps: readonly StepEvent[];
  /** Whether all weights at the end are finite. */
  readonly finite: boolean;
  /** Undefined where no epoch was finished. */
  readonly bestEpoch: number | undefined;
}

/** Part of the updates that stands for the start, and for the end. */
const part = 0.1;

/** Every warning about what a training came to. Codes keep their meaning for ever. */
export const trainWarningSpecs: readonly WarningSpec<TrainFacts>[] = [
  {
    code: 'W101',
    summary: 'the loss is higher at the end of a training than at its start',
    message: ({ steps }) => {
      const size = Math.ceil(steps.length * part);
      const start = meanLoss(steps.slice(0, size));
      const end = meanLoss(steps.slice(-size));
      if (steps.length < 2 || !(end > start)) return null;
      const highest = steps.reduce((max, { lr }) => Math.max(max, lr), 0);
      return `the loss rose from ${start.toPrecision(3)} to ${end.toPrecision(3)}: lr ${formatLr(highest, 3)} is too high, take a third`;
    },
  },
  {
    code: 'W104',
    summary: 'weights at the end of a training are not finite',
    message: ({ finite, bestEpoch }) => {
      if (finite) return null;
      const others = bestEpoch === undefined ? 'there are no others' : `those of epoch ${bestEpoch} are, as best`;
      return `the weights at the end are not finite and are not saved; ${others}`;
    },
  },
];

/** What a reader should know of a training, in the order of the codes. */
export const trainWarnings = (facts: TrainFacts): Warning[] => warningsOf(trainWarningSpecs, facts);

const meanLoss = (steps: readonly StepEvent[]) => steps.reduce((sum, { loss }) => sum + loss, 0) / steps.length;
