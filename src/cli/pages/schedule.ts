import { formatLr } from '../../base/numbers.js';
import type { Section } from '../../plots/page.js';
import type { ScheduleReport } from '../../reports/schedule.js';

/** The rates of a schedule in a sentence. */
export function scheduleLead({ lr, schedule }: ScheduleReport): string {
  const highest = lr.reduce((a, b) => Math.max(a, b), 0);
  const rates =
    lr.length === 0
      ? ''
      : `, from lr ${formatLr(lr[0]!, 3)} over ${formatLr(highest, 3)} to ${formatLr(lr.at(-1)!, 3)}`;
  return `${schedule.totalSteps} updates${rates}.`;
}

/** What a schedule report says below its picture. */
export const scheduleSections = ({ schedule, tool }: ScheduleReport): Section[] => [
  {
    heading: 'Schedule',
    kind: 'facts',
    facts: [
      { name: 'name', value: schedule.name },
      ...Object.entries(schedule.parameters).map(([name, value]) => ({
        name,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
      { name: 'warm-up', value: `${schedule.warmupSteps} updates` },
      { name: 'length', value: `${schedule.totalSteps} updates, ${schedule.stepsPerEpoch} per epoch` },
      { name: 'lr-tool', value: tool },
    ],
  },
];
