import { z } from 'zod';
import { lengthOrZero } from '../base/units.js';
import { controllerSections } from '../controllers/all.js';
import { trainingSchedules } from '../schedules/all.js';
import { mistakeIn } from '../schedules/check.js';
import { maxLr } from '../schedules/params.js';
import { named } from './named.js';

type Choice<Config> =
  Config extends z.ZodObject<infer Shape, z.core.$strict>
    ? z.ZodObject<
        Omit<Shape, 'maxLr'> & { maxLr: z.ZodOptional<typeof maxLr>; name: Shape['name' & keyof Shape] },
        z.core.$strict
      >
    : never;
type ChoicesOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: Choice<T[K]['config']> };

/** A schedule as people write it: a range test finds maxLr (and baseLr, where it has one) if it is left out. */
const scheduleChoice = z.discriminatedUnion(
  'name',
  trainingSchedules.map(({ config, summary }) =>
    config
      .extend({ maxLr: maxLr.optional().describe('highest learning rate; left out: a range test finds it') })
      .describe(summary),
  ) as unknown as ChoicesOf<typeof trainingSchedules>,
);

/** Training with a schedule. */
export const trainConfig = z
  .strictObject({
    epochs: z.int().min(1).max(1_000_000).default(10).describe('passes over the training examples'),
    schedule: named(scheduleChoice, 'the learning rate of every update').prefault({ name: 'clr' }),
    warmup: lengthOrZero.default(0).describe('straight climb in front of the schedule; part of the epochs'),
    accumulate: z.int().min(1).max(100_000).default(1).describe('batches per update; their gradients are averaged'),
    monitor: z
      .string()
      .min(1)
      .optional()
      .describe('what tells the best epoch, and what controllers watch that name nothing: loss, val_loss or a metric'),
    ...controllerSections,
  })
  .superRefine(({ schedule, greedy }, context) => {
    if (greedy?.minLr !== undefined && greedy.maxLr !== undefined && greedy.minLr > greedy.maxLr) {
      const message = `must not be above maxLr, is ${greedy.minLr} and that is ${greedy.maxLr}`;
      context.addIssue({
        code: 'custom',
        path: ['greedy', 'minLr'],
        message,
        params: { related: ['train', 'greedy', 'maxLr'] },
      });
    }
    const mistake = mistakeIn(schedule);
    if (mistake === null) return;
    const { key, related, message } = mistake;
    const params = { related: ['train', 'schedule', related] };
    context.addIssue({ code: 'custom', path: ['schedule', key], message, params });
  })
  .describe('training with a schedule');
export type TrainConfig = z.output<typeof trainConfig>;
