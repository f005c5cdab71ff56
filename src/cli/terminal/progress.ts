import type { Paint } from '../../plots/paint.js';
import { facts, liveLine, type ProgressState, partOf } from './progress-line.js';
import { type Speedometer, speedometer } from './speedometer.js';

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
