import { formatLr } from '../base/numbers.js';
import type { Warning } from '../reports/find.js';
import type { StepEvent } from './train.js';

/** Part of the updates that stands for the start, and for the end. */
const part = 0.1;

/** What the losses of a training say against its learning rates. */
export function trainWarnings(steps: readonly StepEvent[]): Warning[] {
  const size = Math.ceil(steps.length * part);
  const start = meanLoss(steps.slice(0, size));
  const end = meanLoss(steps.slice(-size));
  if (steps.length < 2 || !(end > start)) return [];
  const highest = formatLr(
    steps.reduce((max, { lr }) => Math.max(max, lr), 0),
    3,
  );
  const message = `the loss rose from ${start.toPrecision(3)} to ${end.toPrecision(3)}: lr ${highest} is too high, take a third`;
  return [{ code: 'W101', message }];
}

const meanLoss = (steps: readonly StepEvent[]) => steps.reduce((sum, { loss }) => sum + loss, 0) / steps.length;
