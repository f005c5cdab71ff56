import type { z } from 'zod';
import { compareReport } from './compare.js';
import { findReport } from './find.js';
import { scheduleReport } from './schedule.js';
import { trainReport } from './train.js';
import { trialsReport } from './trials.js';
import { valueSweepReport } from './value-sweep.js';

/** Every kind of report, with its newest version. To add one: its file, its import, its line here. */
export const reportKinds = [
  { kind: 'lr-tool/find', version: 1, schema: findReport },
  { kind: 'lr-tool/train', version: 1, schema: trainReport },
  { kind: 'lr-tool/compare', version: 1, schema: compareReport },
  { kind: 'lr-tool/trials', version: 1, schema: trialsReport },
  { kind: 'lr-tool/value-sweep', version: 1, schema: valueSweepReport },
  { kind: 'lr-tool/schedule', version: 1, schema: scheduleReport },
] as const;

export type Report = z.output<(typeof reportKinds)[number]['schema']>;
