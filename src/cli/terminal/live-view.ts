import { textWidth } from '../../base/text.js';
import { drawAscii } from '../../plots/ascii.js';
import type { Figure } from '../../plots/figure.js';
import type { LivePoints } from '../../plots/live.js';
import type { Paint } from '../../plots/paint.js';
import type { SymbolSet } from '../../plots/symbols.js';
import { liveRecord } from './live-points.js';
import type { Progress } from './progress.js';
import { liveLine, type ProgressState } from './progress-line.js';
import type { Speedometer } from './speedometer.js';

export interface LiveViewOptions {
  readonly write: (text: string) => void;
  /** Asked for every frame: terminals are resized. */
  readonly width: () => number;
  readonly rows: () => number;
  readonly now: () => number;
  readonly paint: Paint;
  readonly symbols: SymbolSet;
  readonly figure: (points: LivePoints) => Figure;
}

/** In fewer rows there is no room for the plot and for what was said before. */
export const leastRows = 18;

/** Milliseconds between two frames at least. */
const redrawMs = 100;
/** Drawing takes at most one part in so many of the time. */
const timeShare = 20;

// DEC private modes: terminals that do not know them ignore them.
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const holdScreen = '\u001b[?2026h';
const releaseScreen = '\u001b[?2026l';
const eraseToEndOfLine = '\u001b[K';
const eraseBelow = '\u001b[J';

/**
 * The loss as a plot above the line of progress, drawn over itself. A frame is one write in which the cursor is hidden
 * and shown again, so that nothing flickers, and whatever ends the process finds the cursor where it belongs.
 */
export function liveView(options: LiveViewOptions, speed: Speedometer): Progress {
  const { write, width, rows, now, paint, symbols, figure } = options;
  let record = liveRecord();
  let last = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  let shown: readonly string[] = [];
  /** Back to where the frame began; a terminal that became narrower has wrapped its lines. */
  const home = () => {
    const columns = width();
    const height = shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0);
    return height > 1 ? `\r\u001b[${height - 1}A` : '\r';
  };
  const frameOf = (state: ProgressState, perSecond: number | null): { plain: string[]; painted: string[] } => {
    const room = width() - 1; // a full line would wrap
    const height = Math.max(4, Math.min(16, Math.floor(rows() / 2) - 2));
    const lines = (ink: Paint) => [
      ...drawAscii(figure(record.points), { width: room, height, paint: ink, symbols }).split('\n'),
      liveLine(state, perSecond, room, ink, symbols === 'ascii'),
    ];
    return { plain: lines((_, text) => text), painted: lines(paint) };
  };
  return {
    update(state) {
      if (state.done <= last) record = liveRecord(); // another loop has begun
      last = state.done;
      if ('loss' in state) record.add(state.done, state.lr, state.loss);
      const perSecond = speed(state.done);
      const startedAt = now();
      if (startedAt < nextAt) return;
      const { plain, painted } = frameOf(state, perSecond);
      const body = painted.map((line) => line + eraseToEndOfLine).join('\n');
      write(`${holdScreen}${hideCursor}${home()}${body}${eraseBelow}${showCursor}${releaseScreen}`);
      shown = plain;
      nextAt = startedAt + Math.max(redrawMs, timeShare * (now() - startedAt));
    },
    finish() {
      if (shown.length > 0) write(`${home()}${eraseBelow}`);
      shown = [];
    },
  };
}
