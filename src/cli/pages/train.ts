import { formatLr } from '../../base/numbers.js';
import type { Fact, Section, TableColumn } from '../../plots/page.js';
import type { TrainReport } from '../../reports/train.js';
import { durationText } from '../terminal/duration.js';
import { eventText, failureTexts, resultsText } from '../terminal/train-summary.js';
import { configSection, runSection, warningsSection } from './run-section.js';

/** The best epoch in a sentence. */
export const trainLead = ({ best, schedule }: TrainReport): string =>
  best === null
    ? `Schedule ${schedule.name}. No epoch was finished.`
    : `Schedule ${schedule.name}. Best epoch ${best.epoch}: ${resultsText(best)}.`;

/** What a train report says below its pictures. */
export function trainSections(report: TrainReport): Section[] {
  const { schedule, steps, stop, timing, events = [] } = report;
  const more: Fact[] = [
    { name: 'updates', value: `${steps.step.length} of ${schedule.totalSteps}, ${stop}` },
    { name: 'time', value: durationText(timing.trainMs / 1000) },
    { name: 'time per update', value: `${Number(timing.msPerStep.toPrecision(3))} ms` },
  ];
  return [
    ...outcomeSections(report),
    ...failureSections(report),
    ...warningsSection(report.warnings),
    ...(events.length === 0
      ? []
      : [{ heading: 'Controllers', kind: 'list', items: events.map(eventText) } satisfies Section]),
    epochsSection(report),
    scheduleSection(report),
    runSection(report, more),
    configSection(report.config),
  ];
}

function outcomeSections({ best, final, restoredEpoch }: TrainReport): Section[] {
  const factsOf = (name: string, outcome: TrainReport['best']): Fact[] =>
    outcome === null ? [] : [{ name: `${name}: epoch ${outcome.epoch}`, value: resultsText(outcome), strong: false }];
  const facts = [
    ...factsOf('best', best),
    ...factsOf('last', final),
    ...(restoredEpoch === undefined ? [] : [{ name: 'weights', value: `those of epoch ${restoredEpoch}, restored` }]),
  ];
  return facts.length === 0 ? [] : [{ heading: 'Result', kind: 'facts', facts }];
}

function failureSections({ failure }: TrainReport): Section[] {
  return failure === undefined ? [] : [{ heading: 'Stopped', kind: 'list', tone: 'bad', items: failureTexts(failure) }];
}

const numberCell = (value: number | null | undefined) =>
  value === null || value === undefined ? 'not finite' : String(Number(value.toPrecision(4)));

function epochsSection({ epochs: { epoch, lr, loss, valLoss, metrics } }: TrainReport): Section {
  const values = { loss, ...(valLoss && { 'validation loss': valLoss }), ...metrics };
  const columns = ['epoch', 'lr', ...Object.keys(values)].map((name): TableColumn => ({ name, align: 'right' }));
  const rows = epoch.map((number, i) => [
    String(number),
    formatLr(lr[i]!, 3),
    ...Object.values(values).map((column) => numberCell(column[i])),
  ]);
  return { heading: 'Epochs', kind: 'table', columns, rows };
}

function scheduleSection({ schedule }: TrainReport): Section {
  const { name, parameters, warmupSteps, totalSteps, stepsPerEpoch, rates } = schedule;
  const facts = [
    { name: 'schedule', value: name },
    ...Object.entries(parameters).map(([key, value]) => ({
      name: key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    { name: 'rates', value: rates === 'given' ? 'given' : 'found by a range test' },
    { name: 'warm-up', value: `${warmupSteps} updates` },
    { name: 'length', value: `${totalSteps} updates, ${stepsPerEpoch} per epoch` },
  ];
  return { heading: 'Schedule', kind: 'facts', facts };
}
