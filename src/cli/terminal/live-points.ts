import type { LivePoints } from '../../plots/live.js';

/** Points that are drawn again and again are thinned out beyond this: a terminal has far fewer columns. */
const most = 2048;
/** Of the moving average, as that of a range test by default. */
const smoothing = 0.9;

export interface LiveRecord {
  add(step: number, lr: number, loss: number): void;
  readonly points: LivePoints;
}

/** Remembers what a loop shows, at most `most` points of it, evenly spread over all of its steps. */
export function liveRecord(): LiveRecord {
  let columns = { step: [] as number[], lr: [] as number[], loss: [] as number[], smoothed: [] as number[] };
  let [average, weight, seen, stride] = [0, 0, 0, 1];
  return {
    get points() {
      return columns;
    },
    add(step, lr, loss) {
      if (Number.isFinite(loss)) {
        average = smoothing * average + (1 - smoothing) * loss;
        weight = smoothing * weight + (1 - smoothing);
      }
      if (seen++ % stride !== 0) return;
      columns.step.push(step);
      columns.lr.push(lr);
      columns.loss.push(loss);
      columns.smoothed.push(Number.isFinite(loss) ? average / weight : loss);
      if (columns.step.length < most) return;
      const half = (values: readonly number[]) => values.filter((_, i) => i % 2 === 0);
      columns = {
        step: half(columns.step),
        lr: half(columns.lr),
        loss: half(columns.loss),
        smoothed: half(columns.smoothed),
      };
      stride *= 2;
    },
  };
}
