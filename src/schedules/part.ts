import type { z } from 'zod';
import { userError } from '../base/errors.js';
import type { Horizon, Momentum, Schedule } from './schedule.js';

/** A schedule inside of another: its name and parameters, with maxLr only where it is not that of the whole. */
export interface PartConfig {
  readonly name: string;
  readonly maxLr?: number | undefined;
  readonly [param: string]: unknown;
}

/** What composed schedules know of the others: how they are written, and how they are built. */
export interface Parts {
  readonly config: z.ZodType<PartConfig>;
  /** Whether its rates are not known yet. */
  readonly lacksMaxLr: (part: PartConfig) => boolean;
  readonly build: (part: PartConfig, horizon: Horizon) => Schedule;
  readonly momentum: (part: PartConfig, horizon: Horizon) => Momentum | null;
}

/** The part with the rate of the whole where it has none of its own. */
export function withMaxLr(parts: Parts, part: PartConfig, maxLr: number | undefined): PartConfig {
  if (part.maxLr !== undefined || !parts.lacksMaxLr(part)) return part;
  if (maxLr !== undefined) return { ...part, maxLr };
  throw userError('SCHEDULE', `${part.name}: maxLr is missing`, { hint: 'give it one, or one to the whole schedule' });
}
