import { safeText } from '../base/text.js';
import type { Figure } from '../plots/figure.js';
import type { LivePoints } from '../plots/live.js';
import type { Paint } from '../plots/paint.js';
import type { SymbolSet } from '../plots/symbols.js';
import type { Io } from './io.js';
import { paintFor } from './terminal/colors.js';
import { fittedLines } from './terminal/fitted.js';
import { leastRows, liveView } from './terminal/live-view.js';
import { createProgress, type Progress } from './terminal/progress.js';
import { speedometer } from './terminal/speedometer.js';
import { type SymbolsName, symbolsFor } from './terminal/symbols.js';
import { terminalHeight, terminalWidth } from './terminal/width.js';

/** Flags that every command understands, as commander parses them. */
export interface ScreenOptions {
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
  readonly symbols?: SymbolsName;
  /** false: lines instead of what is drawn over itself. */
  readonly live?: boolean;
}

/** How results and advice reach the user: colours, width and progress, decided for each stream by itself. */
export interface Screen {
  /** Colours and width of stdout. */
  readonly paint: Paint;
  readonly width: number;
  /** Rows of the first plot. */
  readonly height: number;
  readonly symbols: SymbolSet;
  /** A line of results, to stdout. */
  print(text: string): void;
  /** A line of advice, to stderr; nothing when quiet. */
  note(text: string): void;
  /** Why the answer is no, where there is no result: a line to stderr, when quiet too. */
  refuse(text: string): void;
  readonly progress: Progress;
}

/** @param figure what is drawn while a loop runs, where the terminal has room for it */
export function screenFor(
  io: Io,
  { quiet = false, color, ascii = false, symbols = 'auto', live = true }: ScreenOptions,
  figure?: (points: LivePoints) => Figure,
): Screen {
  const { env, out, err } = io;
  const wanted = ascii ? 'ascii' : symbols;
  const tell = (text: string) => err.write(`${fittedLines(safeText(text), env, err)}\n`);
  const redraws = live && err.isTTY && env['TERM'] !== 'dumb' && !env['CI'];
  return {
    paint: paintFor({ flag: color, env, isTTY: out.isTTY }),
    width: terminalWidth(env, out.columns),
    height: terminalHeight(out.rows),
    symbols: symbolsFor(wanted, env, out.isTTY),
    print: (text) => out.write(`${text}\n`),
    note: (text) => {
      if (!quiet) tell(text);
    },
    refuse: tell,
    progress: progressOn({
      write: (text: string) => err.write(text),
      mode: quiet ? 'quiet' : redraws ? 'live' : 'plain',
      width: () => terminalWidth(env, err.columns),
      rows: () => err.rows ?? leastRows,
      now: () => io.elapsed(),
      paint: paintFor({ flag: color, env, isTTY: err.isTTY }),
      symbols: symbolsFor(wanted, env, err.isTTY),
      figure,
    }),
  };
}

type ProgressLook = Omit<Parameters<typeof liveView>[0], 'figure'> & {
  readonly mode: 'live' | 'plain' | 'quiet';
  readonly figure: ((points: LivePoints) => Figure) | undefined;
};

function progressOn({ figure, ...look }: ProgressLook): Progress {
  const roomy = look.mode === 'live' && look.rows() >= leastRows;
  if (figure !== undefined && roomy) return liveView({ ...look, figure }, speedometer(look.now));
  return createProgress({ ...look, ascii: look.symbols === 'ascii' });
}
