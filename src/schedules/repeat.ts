import { z } from 'zod';
import { repeat as again } from './combine.js';
import { exactLength, factor, type Length, maxLr, updates } from './params.js';
import { type PartConfig, type Parts, withMaxLr } from './part.js';
import { defineSchedule, type Horizon } from './schedule.js';

/** Without `period`, so many cycles fill the run. */
const cyclesOfRun = 3;

/**
 * Warm restarts of any schedule.
 *
 *   lr(t) = s_i((t - t_i) period / n_i),   i = restarts so far, t_i = the last one, n_i = period tMul^i
 *
 * s_i is the schedule as for a run of `period` updates, with maxLr mMul^i for its maxLr (not below its baseLr): each
 * cycle is the same curve, stretched. Never ends, unless after `cycles`; then it stays at the end of the last one.
 */
export const repeatOf = (parts: Parts) =>
  defineSchedule({
    name: 'repeat',
    summary: 'another schedule again and again, with restarts',
    source:
      'Loshchilov and Hutter 2017, arXiv:1608.03983, for any schedule; https://timm.fast.ai (cycle_mul, cycle_decay)',
    params: {
      maxLr: maxLr.optional().describe('highest learning rate, unless the schedule has its own'),
      schedule: parts.config.prefault({ name: 'linear' }).describe('what is repeated'),
      period: exactLength.optional().describe('length of the first cycle; left out: three cycles fill the run'),
      tMul: z.number().min(1).max(100).default(1).describe('each cycle is so many times as long as the one before'),
      mMul: factor.default(1).describe('each peak is so many times as high as the one before'),
      cycles: z.int().min(1).optional().describe('how many; endless if left out'),
    },
    needsMaxLr: ({ schedule }) => parts.lacksMaxLr(schedule),
    build({ maxLr, schedule, mMul, ...timing }, horizon) {
      const repeating = timingOf(timing, horizon);
      const own = ownRun(repeating.period, horizon);
      const part = withMaxLr(parts, schedule, maxLr);
      const first = parts.build(part, own); // at once, so that a mistake in it is told at once
      const cycleOf = (index: number) => (index === 0 ? first : parts.build(lowered(part, mMul ** index), own));
      return again(mMul === 1 ? () => first : lastKept(cycleOf), repeating);
    },
    momentum({ schedule, ...timing }, horizon) {
      const repeating = timingOf(timing, horizon);
      const momentum = parts.momentum(schedule, ownRun(repeating.period, horizon));
      return momentum && again(() => momentum, repeating);
    },
  });

interface Timing {
  readonly period?: Length | undefined;
  readonly tMul: number;
  readonly cycles?: number | undefined;
}

function timingOf({ period, tMul, cycles }: Timing, horizon: Horizon) {
  const share = 1 + tMul + tMul ** (cyclesOfRun - 1);
  const first = period === undefined ? Math.max(1, horizon.totalSteps / share) : updates(period, horizon);
  return { period: first, tMul, cycles };
}

const ownRun = (period: number, horizon: Horizon): Horizon => ({ ...horizon, totalSteps: period });

function lowered(part: PartConfig, factor: number): PartConfig {
  if (part.maxLr === undefined) return part;
  const least = typeof part['baseLr'] === 'number' ? part['baseLr'] : 0;
  return { ...part, maxLr: Math.max(least, part.maxLr * factor) };
}

/** The function with its last result at hand, so that the updates of a cycle build it once. */
function lastKept<T>(make: (index: number) => T): (index: number) => T {
  let last: { readonly index: number; readonly value: T } | null = null;
  return (index) => {
    if (last?.index !== index) last = { index, value: make(index) };
    return last.value;
  };
}
