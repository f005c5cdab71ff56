import { z } from 'zod';
import { named } from '../base/named.js';
import { lengthOrZero } from '../base/units.js';
import { controllerSections } from '../controllers/all.js';
import { scheduleChoice } from '../schedules/all.js';
import { mistakeIn } from '../schedules/check.js';
import { warmupShapes } from '../schedules/combine.js';
import { rateOrZero } from '../schedules/params.js';

/** Training with a schedule. */
export const trainConfig = z
  .strictObject({
    epochs: z.int().min(1).max(1_000_000).default(10).describe('passes over the training examples'),
    schedule: named(scheduleChoice, 'the learning rate of every update').prefault({ name: 'clr' }),
    warmup: lengthOrZero.default(0).describe('straight climb in front of the schedule; part of the epochs'),
    warmupShape: z.enum(warmupShapes).default('linear').describe('form of that climb; constant: stays at warmupFrom'),
    warmupFrom: rateOrZero
      .optional()
      .describe('learning rate of the first update; left out: the rate after the climb / (its updates + 1)'),
    warmupCompat: z
      .enum(['none', 'timm'])
      .default('none')
      .describe(
        'timm: the schedule begins with the run, and the climb to maxLr covers its start (warmup_prefix false)',
      ),
    accumulate: z.int().min(1).max(100_000).default(1).describe('batches per update; their gradients are averaged'),
    monitor: z
      .string()
      .min(1)
      .optional()
      .describe('what tells the best epoch, and what controllers watch that name nothing: loss, val_loss or a metric'),
    checkpointEvery: lengthOrZero
      .default('1ep')
      .describe('how often a checkpoint is saved that the training can go on from; 0: when interrupted only'),
    ...controllerSections,
  })
  .superRefine(({ schedule, greedy, warmupShape, warmupFrom }, context) => {
    if (warmupShape === 'exponential' && warmupFrom === 0) {
      context.addIssue({ code: 'custom', path: ['warmupFrom'], message: 'must be above 0 for an exponential climb' });
    }
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
