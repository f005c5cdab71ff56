import { z } from 'zod';
import { type UseName, uses } from '../analysis/bounds/uses.js';
import { type ProfileName, profileNamed, profiles } from '../analysis/profiles.js';
import { rules } from '../analysis/suggest/all.js';

const profileNames = profiles.map(({ name }) => name) as [ProfileName, ...ProfileName[]];
const useNames = uses.map(({ name }) => name) as [UseName, ...UseName[]];

/** The range test and the reading of its curve. */
export const findConfig = z
  .strictObject({
    mode: z.enum(['exponential', 'linear']).default('exponential').describe('how the learning rate grows'),
    startLr: z.number().min(0).default(1e-7).describe('learning rate of the first update'),
    endLr: z.number().positive().default(10).describe('learning rate of the last update'),
    steps: z.int().min(2).max(1_000_000).default(100).describe('updates of the sweep'),
    smoothing: z
      .number()
      .min(0)
      .lt(1)
      .default(0.9)
      .describe('beta of the debiased moving average of the loss; 0: the raw loss'),
    divergeFactor: z
      .number()
      .gt(1)
      .default(4)
      .describe('the sweep ends when the smoothed loss exceeds its best value this many times'),
    accumulate: z.int().min(1).max(100_000).default(1).describe('batches per update; their gradients are averaged'),
    validation: z
      .int()
      .min(0)
      .default(0)
      .describe('validation examples whose loss is taken after every update; 0: none'),
    fixedRows: z
      .int()
      .min(0)
      .default(64)
      .describe(
        'training examples, the same at every update, whose loss as a batch of their own (without dropout) is taken before it: the recommendation reads that curve, which has no noise of batches; 0: none',
      ),
    repeats: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .describe(
        'sweeps, each from other initial weights and in another order of the batches; several tell how sure it is',
      ),
    checkpointEvery: z
      .int()
      .min(0)
      .default(0)
      .describe(
        'updates of a sweep between checkpoints that it can go on from; 0: every 30 s; when interrupted in any case',
      ),
    autoRange: z
      .boolean()
      .default(false)
      .describe('sweep again, 5 times at most, over a wider or a closer range where an edge of it decides the answer'),
    rule: z
      .enum(['auto', ...rules.map(({ name }) => name)])
      .default('auto')
      .describe('suggestion rule; auto weighs them all'),
    profile: z
      .enum(profileNames)
      .optional()
      .describe(
        'the tool whose way is gone: its average, its end of the sweep (smoothing and divergeFactor are then its own) and its rules; none: ours',
      ),
    for: z.enum(useNames).default('clr').describe('the schedule that base_lr and max_lr are meant for'),
  })
  .superRefine(({ mode, startLr, endLr, rule, profile }, context) => {
    const refuse = (message: string, related: string) =>
      context.addIssue({ code: 'custom', path: ['startLr'], message, params: { related: ['find', related] } });
    if (startLr >= endLr) refuse(`must be below find.endLr, is ${startLr} and that is ${endLr}`, 'endLr');
    if (mode === 'exponential' && startLr === 0) refuse('must be above 0 for an exponential sweep, is 0', 'mode');
    const own = profileNamed(profile)?.rules;
    if (rule === 'auto' || own === undefined || own.some((name) => name === rule)) return;
    context.addIssue({
      code: 'custom',
      path: ['rule'],
      message: `'${rule}' is no rule of profile ${profile}: its rules are ${own.join(', ')}`,
      params: { related: ['find', 'profile'] },
    });
  })
  .describe('the learning rate range test');
