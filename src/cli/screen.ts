import { safeText } from '../base/text.js';
import type { Paint } from '../plots/paint.js';
import type { Io } from './io.js';
import { paintFor } from './terminal/colors.js';
import { createProgress, type Progress } from './terminal/progress.js';
import { terminalWidth } from './terminal/width.js';

/** Flags that every command understands, as commander parses them. */
export interface ScreenOptions {
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
}

/** How results and advice reach the user: colours, width and progress, decided for each stream by itself. */
export interface Screen {
  /** Colours and width of stdout. */
  readonly paint: Paint;
  readonly width: number;
  readonly ascii: boolean;
  /** A line of results, to stdout. */
  print(text: string): void;
  /** A line of advice, to stderr; nothing when quiet. */
  note(text: string): void;
  /** Why the answer is no, where there is no result: a line to stderr, when quiet too. */
  refuse(text: string): void;
  readonly progress: Progress;
}

export function screenFor(io: Io, { quiet = false, color, ascii = false }: ScreenOptions): Screen {
  const { env, out, err } = io;
  const live = err.isTTY && env['TERM'] !== 'dumb' && !env['CI'];
  return {
    paint: paintFor({ flag: color, env, isTTY: out.isTTY }),
    width: terminalWidth(env, out.columns),
    ascii,
    print: (text) => out.write(`${text}\n`),
    note: (text) => {
      if (!quiet) err.write(`${safeText(text)}\n`);
    },
    refuse: (text) => err.write(`${safeText(text)}\n`),
    progress: createProgress({
      write: (text) => err.write(text),
      mode: quiet ? 'quiet' : live ? 'live' : 'plain',
      width: () => terminalWidth(env, err.columns),
      now: () => io.elapsed(),
      paint: paintFor({ flag: color, env, isTTY: err.isTTY }),
      ascii,
    }),
  };
}
