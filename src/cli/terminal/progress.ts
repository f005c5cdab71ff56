import { formatLr } from '../../base/numbers.js';
import { textWidth } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';

/** Where a loop stands, in steps; and with which loss and rate (not finite ones are shown as they are), or in words. */
export type ProgressState = { readonly done: number; readonly total: number } & (
  | { readonly loss: number; readonly lr: number }
  | { readonly words: string }
);

/** Shows how far a loop is. Never throws for any numbers. */
export interface Progress {
  update(state: ProgressState): void;
  /** Clears the line of a terminal; harmless to repeat. */
  finish(): void;
}

export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** live: one line, drawn again and again (a terminal); plain: a line now and then (pipes, CI, TERM=dumb). */
  readonly mode: 'live' | 'plain' | 'quiet';
  /** Asked for every line: terminals are resized. */
  readonly width: () => number;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  readonly paint: Paint;
  /** Only characters of ASCII. */
  readonly ascii?: boolean;
}

/** Milliseconds between two drawings of a live line. */
const redrawMs = 100;
/** Milliseconds after which a plain line is due though the next tenth is not done. */
const plainMs = 30_000;

const eraseLine = '\r\u001b[2K';

/** A live line 10 times a second at most; a plain line at the start, then every tenth of the way or 30 s. */
export function createProgress(options: ProgressOptions): Progress {
  if (options.mode === 'quiet') return { update: () => undefined, finish: () => undefined };
  const speed = speedometer(options.now);
  return options.mode === 'live' ? liveProgress(options, speed) : plainProgress(options, speed);
}

function liveProgress({ write, width, now, paint, ascii = false }: ProgressOptions, speed: Speedometer): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let onScreen = false;
  return {
    update(state) {
      const perSecond = speed(state.done);
      if (now() - drawnAt < redrawMs) return;
      drawnAt = now();
      onScreen = true;
      write(`${eraseLine}${liveLine(state, perSecond, width() - 1, paint, ascii)}`); // a full line would wrap
    },
    finish() {
      if (onScreen) write(eraseLine);
      onScreen = false;
    },
  };
}

function plainProgress({ write, now }: ProgressOptions, speed: Speedometer): Progress {
  let tenth = -1;
  let writtenAt = Number.NEGATIVE_INFINITY;
  return {
    update(state) {
      const perSecond = speed(state.done);
      const reached = Math.floor(partOf(state) * 10);
      if (reached <= tenth && now() - writtenAt < plainMs) return;
      tenth = Math.max(tenth, reached);
      writtenAt = now();
      write(`${facts(state, perSecond).join('  ')}\n`);
    },
    finish: () => undefined,
  };
}

const partOf = ({ done, total }: ProgressState) => (total > 0 ? Math.min(1, Math.max(0, done / total)) : 0);

/** From the most to the least important. */
function facts(state: ProgressState, perSecond: number | null): string[] {
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
function liveLine(state: ProgressState, perSecond: number | null, width: number, paint: Paint, ascii: boolean): string {
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

/** 1h05m, 2m09s, 14s. */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`;
  return whole >= 60 ? `${Math.floor(whole / 60)}m${two(whole % 60)}s` : `${whole}s`;
}

/** Steps per second since the first step was done; null before there is anything to measure. */
type Speedometer = (done: number) => number | null;

/** The first step is left out: it compiles kernels and is far slower than the others. */
function speedometer(now: () => number): Speedometer {
  let origin: { done: number; at: number } | null = null;
  return (done) => {
    const at = now();
    if (done >= 1) origin ??= { done, at };
    if (origin === null || done <= origin.done || at <= origin.at) return null;
    return ((done - origin.done) / (at - origin.at)) * 1000;
  };
}
