import { Chalk, type ChalkInstance } from 'chalk';
import type { Paint, Style } from '../../plots/paint.js';

export interface ColorQuestion {
  /** --color: true, --no-color: false; undefined where neither was typed. */
  readonly flag: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/**
 * Whether a stream gets colours; the first that is set decides: --color or --no-color, FORCE_COLOR (as Node reads it:
 * '', 1, true, 2, 3 are yes, all else is no), NO_COLOR (https://no-color.org: any text but the empty one), TERM=dumb,
 * else whether it is a terminal. To be asked for each stream: stdout may be a file while stderr is a terminal.
 */
export function wantsColor({ flag, env, isTTY }: ColorQuestion): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (flag !== undefined) return flag;
  if (forced !== undefined) return ['', '1', 'true', '2', '3'].includes(forced);
  if (refused !== undefined && refused !== '') return false;
  return terminal !== 'dumb' && isTTY;
}

/** The 16 colours of every terminal, which follow the user's theme; chalk's own detection ignores NO_COLOR. */
export function paintFor(question: ColorQuestion): Paint {
  const chalk = new Chalk({ level: wantsColor(question) ? 1 : 0 });
  return (style, text) => inks[style](chalk)(text);
}

const inks: Readonly<Record<Style, (chalk: ChalkInstance) => ChalkInstance>> = {
  title: (chalk) => chalk.bold,
  axis: (chalk) => chalk.reset,
  faint: (chalk) => chalk.dim,
  mark: (chalk) => chalk.yellow,
  good: (chalk) => chalk.green,
  warning: (chalk) => chalk.yellow,
  bad: (chalk) => chalk.red,
  series0: (chalk) => chalk.cyan,
  series1: (chalk) => chalk.magenta,
  series2: (chalk) => chalk.green,
  series3: (chalk) => chalk.blue,
  series4: (chalk) => chalk.red,
  series5: (chalk) => chalk.white,
};
