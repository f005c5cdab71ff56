import { z } from 'zod';
import { product as multiplied } from './combine.js';
import { maxLr } from './params.js';
import { type Parts, withMaxLr } from './part.js';
import { defineSchedule } from './schedule.js';

/**
 * Schedules at the same time.
 *
 *   lr(t) = maxLr s_1(t) s_2(t) ...
 *
 * Each has maxLr 1 unless it says otherwise, so that its rates are factors. PyTorch's ChainedScheduler. The momentum is
 * that of the first that moves it.
 */
export const productOf = (parts: Parts) =>
  defineSchedule({
    name: 'product',
    summary: 'maxLr times other schedules, all at the same time',
    source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ChainedScheduler.html',
    params: {
      maxLr,
      schedules: z
        .array(parts.config)
        .min(1)
        .max(100)
        .prefault([{ name: 'cosine' }, { name: 'step' }])
        .describe('what maxLr is multiplied by; each with maxLr 1 if it has none'),
    },
    build: ({ maxLr, schedules }, horizon) =>
      multiplied([() => maxLr, ...schedules.map((part) => parts.build(withMaxLr(parts, part, 1), horizon))]),
    momentum({ schedules }, horizon) {
      for (const part of schedules) {
        const momentum = parts.momentum(part, horizon);
        if (momentum !== null) return momentum;
      }
      return null;
    },
  });
