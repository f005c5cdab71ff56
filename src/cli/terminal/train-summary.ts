import { formatLr } from '../../base/numbers.js';
import { safeText, wrapText } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import type { TrainReport } from '../../reports/train.js';
import { laidOut, margin, type Paragraph, warningText } from './paragraphs.js';

/** Losses and metrics by their names: "loss 0.2134, validation loss 0.2011, accuracy 0.9583". */
export function resultsText({
  loss,
  valLoss,
  metrics,
}: {
  readonly loss: number | null;
  readonly valLoss?: number | null | undefined;
  readonly metrics: Readonly<Record<string, number | null>>;
}): string {
  const all = { loss, ...(valLoss !== undefined && { 'validation loss': valLoss }), ...metrics };
  return Object.entries(all)
    .map(
      ([name, value]) =>
        `${safeText(name)} ${value === null || !Number.isFinite(value) ? (value ?? 'not finite') : Number(value.toPrecision(4))}`,
    )
    .join(', ');
}

/** What a train report says, as text under its plots: run, schedule, best and final results, what went wrong. */
export function trainSummary(
  report: TrainReport,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const room = width - margin;
  const paragraphs: Paragraph[] = [
    { name: 'run', lines: wrapText(runText(report), room) },
    { name: 'schedule', lines: wrapText(scheduleText(report), room) },
    ...controllersText(report, room),
    ...outcomeText('best', report.best, room, judgeText(report)),
    ...outcomeText('final', report.final, room),
    ...weightsText(report, room),
    ...failureText(report, room),
    ...report.warnings.map((warning) => warningText(warning, room)),
  ];
  return paragraphs.flatMap((paragraph) => laidOut(paragraph, paint)).join('\n');
}

function runText({ data, engine, seed, steps, schedule, stop, timing }: TrainReport): string {
  const ending = {
    completed: '',
    'early-stopping': ', stopped early',
    'non-finite': ', loss not finite',
    interrupted: ', interrupted',
  };
  const updates = `${steps.step.length} of ${schedule.totalSteps} updates${ending[stop]}`;
  const speed = `${Number(timing.msPerStep.toPrecision(3))} ms/step`;
  return `${safeText(data.name)}, ${engine.backend} ${engine.mode}, seed ${seed}, ${updates}, ${speed}`;
}

function scheduleText({ schedule, steps }: TrainReport): string {
  const lowest = steps.lr.reduce((min, lr) => Math.min(min, lr), Number.POSITIVE_INFINITY);
  const highest = steps.lr.reduce((max, lr) => Math.max(max, lr), 0);
  const range =
    highest > lowest ? `lr ${formatLr(lowest, 3)} to ${formatLr(highest, 3)}` : `lr ${formatLr(highest, 3)}`;
  const warmup = schedule.warmupSteps > 0 ? `, ${schedule.warmupSteps} updates of warm-up` : '';
  const found = schedule.rates === 'range-test' ? ', found by a range test' : '';
  return `${safeText(schedule.name)}, ${range}${warmup}${found}`;
}

/** What the controllers did; the first and the last of many. */
function controllersText({ events = [] }: TrainReport, room: number): Paragraph[] {
  const lines = events.map(eventText);
  const shown = lines.length <= 6 ? lines : [...lines.slice(0, 3), `... ${lines.length - 6} more`, ...lines.slice(-3)];
  return lines.length === 0 ? [] : [{ name: 'controllers', lines: shown.flatMap((line) => wrapText(line, room)) }];
}

/** "epoch 4: plateau, lr 0.1 -> 0.01: val_loss has not improved for 3 epochs". */
export function eventText({
  epoch,
  controller,
  lr,
  why,
}: {
  readonly epoch: number;
  readonly controller: string;
  readonly lr?: readonly [number, number] | undefined;
  readonly why: string;
}): string {
  const done = lr === undefined ? 'ends the training' : `lr ${formatLr(lr[0], 3)} -> ${formatLr(lr[1], 3)}`;
  return `epoch ${epoch}: ${safeText(controller)}, ${done}: ${safeText(why)}`;
}

/** Said where it is not the loss that tells. */
const judgeText = ({ monitor }: TrainReport) =>
  monitor === undefined || /^(val_)?loss$/.test(monitor.name)
    ? ''
    : ` (${monitor.mode === 'max' ? 'highest' : 'lowest'} ${safeText(monitor.name)})`;

function outcomeText(name: string, outcome: TrainReport['best'], room: number, judge = ''): Paragraph[] {
  if (outcome === null) return [];
  return [{ name, lines: wrapText(`epoch ${outcome.epoch}${judge}: ${resultsText(outcome)}`, room), style: 'good' }];
}

/** Where training ended with other weights than its last. */
const weightsText = ({ restoredEpoch, final }: TrainReport, room: number): Paragraph[] =>
  restoredEpoch === undefined || restoredEpoch === final?.epoch
    ? []
    : [{ name: 'weights', lines: wrapText(`those of epoch ${restoredEpoch}, restored`, room) }];

function failureText({ failure }: TrainReport, room: number): Paragraph[] {
  if (failure === undefined) return [];
  const [place = '', advice = ''] = failureTexts(failure);
  return [{ name: 'stopped', lines: wrapText(place, room), style: 'bad' }, { lines: wrapText(advice, room) }];
}

/**
 * Where the numbers ran away, and what to do. The update that broke the model is the one before the loss that shows it,
 * where the data did not.
 */
export function failureTexts({
  what,
  step,
  epoch,
  lr,
  previousLr,
  loss,
  rows,
  tensor,
}: NonNullable<TrainReport['failure']>): string[] {
  const shown = rows.slice(0, 8).join(', ');
  const at = `update ${step} (epoch ${epoch}), lr ${formatLr(lr, 3)}`;
  const place = what === 'update' ? `${at}, gave numbers that are not finite` : `the ${what} became ${loss} at ${at}`;
  const first =
    tensor === undefined ? '' : `; the first: ${safeText(tensor.name)} [${tensor.index.join(', ')}] is ${tensor.value}`;
  const before = previousLr === null ? '' : `; the update before it used lr ${formatLr(previousLr, 3)}`;
  const batch = rows.length === 0 ? '' : `; rows of the batch: ${shown}${rows.length > 8 ? ', ...' : ''}`;
  const ofData = tensor !== undefined && ['inputs', 'targets'].includes(tensor.name);
  const advice = ofData
    ? `look at row ${tensor.index[0]} of the data (from 0)`
    : 'take a third of the learning rate, or a warm-up (--warmup 1ep)';
  return [`${place}${first}${before}${batch}`, advice];
}
