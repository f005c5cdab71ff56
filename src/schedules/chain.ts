import { z } from 'zod';
import { type Length, updatesIn } from '../base/units.js';
import { chain as inTurn } from './combine.js';
import { length, maxLr } from './params.js';
import { type PartConfig, type Parts, withMaxLr } from './part.js';
import { defineSchedule, type Horizon } from './schedule.js';

interface Link {
  readonly schedule: PartConfig;
  readonly length?: Length | undefined;
}

/**
 * Schedules one after another.
 *
 *   lr(t) = s_i(t - t_i)   with t_i the sum of the lengths before
 *
 * Each is built as for a run of its own length: "100%" inside of a part is all of that part. Past the end, the last one
 * goes on. PyTorch's SequentialLR, optax' join_schedules.
 */
export const chainOf = (parts: Parts) =>
  defineSchedule({
    name: 'chain',
    summary: 'other schedules one after another',
    source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html',
    params: {
      maxLr: maxLr.optional().describe('highest learning rate of parts that have none of their own'),
      parts: z
        .array(
          z.strictObject({
            schedule: parts.config.describe('what it does'),
            length: length.optional().describe('how long; left out: an equal share of what the others leave'),
          }),
        )
        .min(1)
        .max(1000)
        .prefault([{ schedule: { name: 'constant' }, length: '50%' }, { schedule: { name: 'cosine' } }])
        .describe('the schedules in order, each with its length'),
    },
    needsMaxLr: ({ parts: links }) => links.some(({ schedule }) => parts.lacksMaxLr(schedule)),
    build: ({ maxLr, parts: links }, horizon) =>
      inTurn(segmentsOf(links, horizon, (schedule, own) => parts.build(withMaxLr(parts, schedule, maxLr), own))),
    momentum({ parts: links }, horizon) {
      const momenta = segmentsOf(links, horizon, (schedule, own) => parts.momentum(schedule, own));
      if (momenta.every(({ schedule }) => schedule === null)) return null;
      const [first, ...others] = momenta.map(({ schedule, steps }) => ({ schedule: schedule ?? none, steps }));
      return inTurn([first!, ...others]);
    },
  });

const none = () => undefined;

/** What `build` makes of each part for a run of the part's own length, and that length. */
export function segmentsOf<T>(links: readonly Link[], horizon: Horizon, build: (part: PartConfig, own: Horizon) => T) {
  const given = links.map(({ length }) => (length === undefined ? null : updatesIn(length, horizon)));
  const taken = given.reduce<number>((sum, steps) => sum + (steps ?? 0), 0);
  const sharers = given.filter((steps) => steps === null).length;
  const share = Math.max(1, Math.floor((horizon.totalSteps - taken) / sharers));
  const segments = links.map(({ schedule }, i) => {
    const steps = given[i] ?? share;
    return { schedule: build(schedule, { ...horizon, totalSteps: Math.max(1, steps) }), steps };
  });
  return segments as [(typeof segments)[number], ...typeof segments];
}
