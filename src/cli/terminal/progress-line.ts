import { formatLr } from '../../base/numbers.js';
import { textWidth } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import { durationText } from './duration.js';

/** Where a loop stands, in steps; and with which loss and rate (not finite ones are shown as they are), or in words. */
export type ProgressState = { readonly done: number; readonly total: number } & (
  | { readonly loss: number; readonly lr: number }
  | { readonly words: string }
);

/** How much of the way is done, from 0 to 1. */
export const partOf = ({ done, total }: ProgressState) => (total > 0 ? Math.min(1, Math.max(0, done / total)) : 0);

/** From the most to the least important. */
export function facts(state: ProgressState, perSecond: number | null): string[] {
  const { done, total } = state;
  const seconds = perSecond === null ? null : (total - done) / perSecond;
  const percent = `${String(Math.floor(partOf(state) * 100)).padStart(3)}%`;
  return [
    ...('words' in state ? [`${percent}  ${state.words}`] : stepFacts(percent, state)),
    ...(seconds === null ? [] : [`${durationText(seconds)} left`]),
    ...(perSecond === null ? [] : [`${perSecond.toPrecision(3)} steps/s`]),
  ];
}

const stepFacts = (percent: string, { done, total, loss, lr }: ProgressState & { loss: number; lr: number }) => [
  `${percent}  step ${String(done).padStart(String(total).length)} of ${total}`,
  `loss ${Number.isFinite(loss) ? loss.toPrecision(4) : loss}`,
  `lr ${formatLr(lr, 3)}`,
];

/** As many of the facts as fit, then a bar in the room that is left. */
export function liveLine(
  state: ProgressState,
  perSecond: number | null,
  width: number,
  paint: Paint,
  ascii: boolean,
): string {
  let text = '';
  for (const fact of facts(state, perSecond)) {
    const longer = text === '' ? fact : `${text}  ${fact}`;
    if (textWidth(longer) > width) break;
    text = longer;
  }
  const room = Math.min(24, width - textWidth(text) - 2);
  if (room < 8) return text;
  const full = Math.round(partOf(state) * room);
  const [on, off] = ascii ? ['#', '-'] : ['━', '─'];
  return `${paint('good', on.repeat(full))}${paint('faint', off.repeat(room - full))}  ${text}`;
}
