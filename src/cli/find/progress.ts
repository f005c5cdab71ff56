import { formatLr } from '../../base/numbers.js';
import type { RunConfig } from '../../config/run-config.js';
import type { FindRun } from '../../runs/find.js';
import type { SweepStep } from '../../runs/repeats.js';
import type { Sweep } from '../../runs/sweep.js';
import type { Screen } from '../screen.js';

export type SweepProgress = Pick<FindRun, 'onStep' | 'onSweep' | 'onRound'>;

const rangeText = ({ startLr, endLr }: { readonly startLr: number; readonly endLr: number }) =>
  `${formatLr(startLr)} to ${formatLr(endLr)}`;

/** Tells how far the sweeps of a range test are: a single one by its loss, several by how many of them are done. */
export function sweepProgress(config: RunConfig, { progress, note }: Screen): SweepProgress {
  const { steps, repeats } = config.find;
  const onRound: SweepProgress['onRound'] = ({ why, startLr, endLr }, next) => {
    progress.finish();
    note(`sweep from lr ${rangeText({ startLr, endLr })}: ${why}; again from ${rangeText(next)}`);
  };
  if (repeats === 1) {
    return { onStep: ({ done, loss, lr }) => progress.update({ done, total: steps, loss, lr }), onRound };
  }
  const at = new Map<number, number>();
  let ended = 0;
  return {
    onRound,
    onStep({ sweep, done }: SweepStep) {
      at.set(sweep, done);
      const all = [...at.values()].reduce((sum, one) => sum + one, 0);
      progress.update({ done: all, total: steps * repeats, words: `${ended} of ${repeats} sweeps done` });
    },
    onSweep(sweep: Sweep) {
      ended += 1;
      at.set(ended - 1, steps); // an early end leaves nothing to wait for
      progress.finish();
      note(`sweep ${String(ended).padStart(String(repeats).length)} of ${repeats}  ${sweepLine(sweep, steps)}`);
    },
  };
}

/** "seed 43: diverged at lr 3.94, 95 of 100 steps, 0.2 s". */
function sweepLine({ seed, stop, loss, lastLr, ms }: Sweep, steps: number): string {
  const ending = stop === 'non-finite' ? 'loss not finite' : stop;
  return `seed ${seed}: ${ending} at lr ${formatLr(lastLr, 3)}, ${loss.length} of ${steps} steps, ${(ms / 1000).toPrecision(2)} s`;
}
