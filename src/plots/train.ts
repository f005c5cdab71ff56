import type { TrainReport } from '../reports/train.js';
import type { Figure, Mark, Series } from './figure.js';

/**
 * The pictures of trainings: loss and validation loss over epochs, the first metric over epochs, the learning rate over
 * updates, and the momentum where a schedule moves it. Of one report the batch losses stand behind the loss; of several,
 * the validation loss (the loss where nothing is validated) of each. The best epoch of a single one is marked.
 *
 * @param labels names of the reports, e.g. their files; schedule and seed by default
 */
export function trainFigures(
  reports: readonly TrainReport[],
  labels: readonly string[] = reports.map(nameOf),
): Figure[] {
  const alone = reports.length === 1;
  const losses: Figure = {
    title: alone ? `Training: ${reports.map(describe).join()}` : `Trainings: ${reports.length} runs`,
    x: { label: 'epoch', scale: 'linear', counts: true },
    y: {
      label: alone || !reports.every(validated) ? 'loss' : 'validation loss',
      scale: 'linear',
      ...ceilingOf(reports),
    },
    series: alone ? reports.flatMap(lossSeries) : reports.map((report, i) => judged(report, labels[i]!)),
    marks: alone ? reports.flatMap(bestMark) : [],
  };
  const rates: Figure = {
    title: '',
    x: { label: 'update', scale: 'linear' },
    y: { label: 'learning rate', scale: 'linear', whole: true },
    series: reports.map(({ steps }, i) => ({
      label: alone ? 'learning rate' : labels[i]!,
      x: steps.step,
      y: steps.lr,
      weight: 'normal',
    })),
    marks: [],
  };
  const moved = reports.flatMap(({ steps: { step, momentum } }, i) =>
    momentum ? [{ label: alone ? 'momentum' : labels[i]!, x: step, y: momentum, weight: 'normal' } as const] : [],
  );
  const momenta: Figure = { ...rates, y: { label: 'momentum', scale: 'linear', whole: true }, series: moved };
  return [losses, ...metricFigure(reports, labels), rates, ...(moved.length > 0 ? [momenta] : [])];
}

/** The first metric, if all reports have it: the others may have other scales. */
function metricFigure(reports: readonly TrainReport[], labels: readonly string[]): Figure[] {
  if (reports.every(({ epochs }) => epochs.epoch.length === 0)) return [];
  const [first] = Object.keys(reports[0]!.epochs.metrics);
  if (first === undefined || !reports.every(({ epochs }) => Object.hasOwn(epochs.metrics, first))) return [];
  const alone = reports.length === 1;
  return [
    {
      title: '',
      x: { label: 'epoch', scale: 'linear', counts: true },
      y: { label: `validation ${first}`, scale: 'linear' },
      series: reports.map(({ epochs }, i) => ({
        label: alone ? `validation ${first}` : labels[i]!,
        x: epochs.epoch,
        y: finite(epochs.metrics[first]!),
        weight: 'normal',
      })),
      marks: alone ? reports.flatMap(bestMark) : [],
    },
  ];
}

/** The epoch whose weights are kept as the best. */
const bestMark = ({ best }: TrainReport): Mark[] => (best === null ? [] : [{ label: 'best epoch', x: best.epoch }]);

const nameOf = ({ schedule, seed }: TrainReport) => `${schedule.name} seed ${seed}`;

const validated = ({ epochs }: TrainReport) => epochs.valLoss !== undefined;

const finite = (losses: readonly (number | null)[]) => losses.map((loss) => loss ?? Number.NaN);

function describe({ data, schedule, epochs, stop }: TrainReport): string {
  const count = epochs.epoch.length;
  return `${data.name}, ${schedule.name}, ${count} ${count === 1 ? 'epoch' : 'epochs'}${endings[stop]}`;
}

const endings: Readonly<Record<TrainReport['stop'], string>> = {
  completed: '',
  'early-stopping': ', stopped early',
  interrupted: ', interrupted',
  'non-finite': ', loss not finite',
};

function lossSeries({ steps, epochs, schedule }: TrainReport): Series[] {
  const batches: Series = {
    label: 'batch',
    x: steps.step.map((step) => (step + 1) / schedule.stepsPerEpoch),
    y: finite(steps.loss),
    weight: 'faint',
  };
  const loss: Series = { label: 'loss', x: epochs.epoch, y: finite(epochs.loss), weight: 'normal' };
  const validation: Series[] = epochs.valLoss
    ? [{ label: 'validation loss', x: epochs.epoch, y: finite(epochs.valLoss), weight: 'normal' }]
    : [];
  return [loss, ...validation, batches];
}

const judged = ({ epochs }: TrainReport, label: string): Series => ({
  label,
  x: epochs.epoch,
  y: finite(epochs.valLoss ?? epochs.loss),
  weight: 'normal',
});

/** A little above the batch losses of the start: what is higher is the tail of a divergence. */
function ceilingOf(reports: readonly TrainReport[]): { clipAbove?: number } {
  const starts = reports.flatMap(({ steps: { loss } }) => loss.slice(0, Math.ceil(loss.length / 10)));
  const highest = starts.reduce<number>((max, loss) => Math.max(max, loss ?? max), 0);
  return highest > 0 ? { clipAbove: 1.5 * highest } : {};
}
