import { gridRates } from './plan.js';

/** A refusal counts as this rate: the one that people take who know nothing. */
export const fallback = 1e-3;

/** Validation loss at each rate of the grid, mean over the seeds; what diverges or ends above the start counts as it. */
function gridOf({ runs }) {
  const mean = (of) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const initial = mean((run) => run.initial);
  return { initial, losses: gridRates.map((_, i) => mean((run) => Math.min(run.grid[i] ?? Infinity, run.initial))) };
}

/** The regret of a validation loss; 1 where it is null. Below 0 where it is lower than that of every constant rate. */
export function regretOfLoss(workload) {
  const { initial, losses } = gridOf(workload);
  const best = Math.min(...losses);
  return (loss) => (Math.min(loss ?? Infinity, initial) - best) / (initial - best);
}

/**
 * What a rate costs on a workload, as a share of what can be learnt:
 *
 *   regret(lr) = (loss(lr) - best) / (initial - best),     in [0, 1]; diverged: 1
 *
 * of the mean validation loss over the seeds, best over the grid; straight lines over ln(lr) between its rates, and its
 * ends beyond them.
 */
export function regretOn(workload) {
  const { losses } = gridOf(workload);
  const regrets = losses.map(regretOfLoss(workload));
  return (lr) => {
    const rate = lr ?? fallback;
    const above = gridRates.findIndex((one) => one >= rate);
    if (above === -1) return regrets.at(-1);
    if (above === 0) return regrets[0];
    const [low, high] = [gridRates[above - 1], gridRates[above]];
    const part = Math.log(rate / low) / Math.log(high / low);
    return regrets[above - 1] + part * (regrets[above] - regrets[above - 1]);
  };
}

/** The rate of the grid that costs least. */
export function bestRate(workload) {
  const regret = regretOn(workload);
  return gridRates.reduce((least, lr) => (regret(lr) < regret(least) ? lr : least));
}

/** The value that `share` of the values lie at or below, by straight lines between them. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

export const summary = (regrets) => ({
  median: quantile(regrets, 0.5),
  ninety: quantile(regrets, 0.9),
  mean: regrets.reduce((sum, regret) => sum + regret, 0) / regrets.length,
});
