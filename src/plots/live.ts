import type { Figure, Series } from './figure.js';

/** What a loop has shown so far, oldest first. */
export interface LivePoints {
  readonly step: readonly number[];
  readonly lr: readonly number[];
  readonly loss: readonly number[];
  readonly smoothed: readonly number[];
}

/** A sweep while it runs: loss over learning rate. */
export const liveSweep = (points: LivePoints): Figure => ({
  title: '',
  x: { label: 'learning rate (log)', scale: 'log' },
  y: { label: 'loss', scale: 'linear', ...ceilingOf(points) },
  series: lossesOver(points.lr, points),
  marks: [],
});

/** A training while it runs: loss over updates. */
export const liveTraining = (points: LivePoints): Figure => ({
  title: '',
  x: { label: 'update', scale: 'linear', counts: true },
  y: { label: 'loss', scale: 'linear', ...ceilingOf(points) },
  series: lossesOver(points.step, points),
  marks: [],
});

const lossesOver = (x: readonly number[], { loss, smoothed }: LivePoints): Series[] => [
  { label: 'smoothed', x, y: smoothed, weight: 'normal' },
  { label: 'batch', x, y: loss, weight: 'faint' },
];

/** A diverging end must not flatten the rest. */
function ceilingOf({ smoothed }: LivePoints): { clipAbove?: number } {
  const highest = smoothed.slice(0, 10).reduce((most, loss) => (loss > most ? loss : most), 0);
  return highest > 0 ? { clipAbove: 2 * highest } : {};
}
