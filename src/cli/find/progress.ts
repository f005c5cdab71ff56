import { formatLr } from '../../base/numbers.js';
import type { RunConfig } from '../../config/run-config.js';
import type { RepeatsRun, SweepStep } from '../../runs/repeats.js';
import { type Sweep, sweepOf } from '../../runs/sweep.js';
import type { Screen } from '../screen.js';

/** Tells how far the sweeps of a range test are: a single one by its loss, several by how many of them are done. */
export function sweepProgress(config: RunConfig, { progress, note }: Screen): Pick<RepeatsRun, 'onStep' | 'onSweep'> {
  const { steps, repeats } = config.find;
  if (repeats === 1) return { onStep: ({ done, loss, lr }) => progress.update({ done, total: steps, loss, lr }) };
  const lrs = sweepOf(config);
  const at = new Map<number, number>();
  let ended = 0;
  return {
    onStep({ sweep, done }: SweepStep) {
      at.set(sweep, done);
      const all = [...at.values()].reduce((sum, one) => sum + one, 0);
      progress.update({ done: all, total: steps * repeats, words: `${ended} of ${repeats} sweeps done` });
    },
    onSweep(sweep: Sweep) {
      ended += 1;
      at.set(ended - 1, steps); // an early end leaves nothing to wait for
      progress.finish();
      note(`sweep ${String(ended).padStart(String(repeats).length)} of ${repeats}  ${sweepLine(sweep, lrs)}`);
    },
  };
}

/** "seed 43: diverged at lr 3.94, 95 of 100 steps, 0.2 s". */
function sweepLine({ seed, stop, loss, ms }: Sweep, lrs: readonly number[]): string {
  const at = loss.length === 0 ? '' : ` at lr ${formatLr(lrs[loss.length - 1]!, 3)}`;
  const ending = stop === 'non-finite' ? 'loss not finite' : stop;
  return `seed ${seed}: ${ending}${at}, ${loss.length} of ${lrs.length} steps, ${(ms / 1000).toPrecision(2)} s`;
}
