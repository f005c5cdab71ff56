import type { ConfigFlag } from './config-options.js';

/** Flags whose key lies in a schedule, of which there are many kinds. */
export const rateFlags: readonly ConfigFlag[] = [
  {
    path: 'train.schedule.maxLr',
    flag: '--max-lr',
    value: 'value',
    text: 'highest learning rate; found by a range test if left out',
  },
  {
    path: 'train.schedule.baseLr',
    flag: '--base-lr',
    value: 'value',
    text: 'lowest learning rate, of schedules that have one',
  },
];

/** Flags of every training. */
export const trainingFlags: readonly ConfigFlag[] = [
  { path: 'train.epochs' },
  { path: 'train.warmup' },
  { path: 'train.accumulate' },
];

/** Flags of every command that runs a model. */
export const runFlags: readonly ConfigFlag[] = [
  { path: 'batchSize' },
  { path: 'seed' },
  { path: 'backend' },
  { path: 'engineMode' },
];
