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
    .map((line) => {
      if (textWidth(line) <= width) return line;
      if (/^\s/.test(line)) return fitText(line, width);
      const [first = '', ...rest] = wrapText(line, width);
      const others = rest.length === 0 ? [] : wrapText(rest.join(' '), width - indent.length);
      return [first, ...others.map((part) => `${indent}${part}`)].join('\n');
    })
    .join('\n');
}

const indent = '  ';
