import { maxLr } from './params.js';
import { defineSchedule } from './schedule.js';

/** One rate for all updates: lr(t) = maxLr. */
export const constant = defineSchedule({
  name: 'constant',
  summary: 'the same learning rate throughout',
  source: 'https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html#optax.schedules.constant_schedule',
  rates: 'constant',
  params: { maxLr: maxLr.describe('the learning rate') },
  build:
    ({ maxLr }) =>
    () =>
      maxLr,
});
