import { fitText, safeLines, textWidth, wrapText } from '../../base/text.js';
import { terminalWidth } from './width.js';

/** The stream that a message goes to. */
interface Target {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/**
 * A message as its reader gets it: on a terminal, lines that are too long go on below, indented, and excerpts, which
 * begin with a blank, are cut. In pipes and files lines stay whole, for those who search them.
 */
export function fittedLines(text: string, env: Readonly<Record<string, string | undefined>>, target: Target): string {
  const safe = safeLines(text);
  if (!target.isTTY) return safe;
  const width = terminalWidth(env, target.columns);
  return safe
    .split('\n')
    .map((line) => (/^\s/.test(line) ? fitText(line, width) : goingOn(line, width)))
    .join('\n');
}

/** The same for results, in which an indented line is no excerpt: it goes on below, indented further. */
export function wrappedLines(text: string, env: Readonly<Record<string, string | undefined>>, target: Target): string {
  const safe = safeLines(text);
  if (!target.isTTY) return safe;
  const width = terminalWidth(env, target.columns);
  return safe
    .split('\n')
    .map((line) => {
      const [indent = ''] = /^ */.exec(line) ?? [];
      const whole = goingOn(line.slice(indent.length), width - indent.length);
      return whole.replace(/^/gm, indent).trimEnd();
    })
    .join('\n');
}

function goingOn(line: string, width: number): string {
  if (textWidth(line) <= width) return line;
  const [first = '', ...rest] = wrapText(line, width);
  const others = rest.length === 0 ? [] : wrapText(rest.join(' '), width - further.length);
  return [first, ...others.map((part) => `${further}${part}`)].join('\n');
}

const further = '  ';
