import type { Command, Help } from 'commander';
import { textWidth, wrapText } from '../base/text.js';

/** A command line that is shown in the help, and what it is for. */
export interface Example {
  readonly line: string;
  readonly text: string;
}

/** The description of a command, which ends in its examples. */
export interface Description {
  readonly paragraphs: readonly string[];
  readonly examples: readonly Example[];
}

/** Reads "What it does.\n\nExamples:\n  lr-tool ...   what for". */
export function describedBy(description: string): Description {
  const [text = '', examples = ''] = description.split(/\n\nExamples?:\n/);
  return {
    paragraphs: text.split('\n\n'),
    examples: examples
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [command = '', ...words] = line.trim().split(/ {2,}/);
        return { line: command, text: words.join(' ') };
      }),
  };
}

/** Narrower columns of text are put below what they explain. */
const narrowest = 36;
const gap = 2;

/** The help of a command: what it does, examples, usage, then arguments and flags by group. Nothing is wider than the screen. */
export function formatHelp(command: Command, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const { paragraphs, examples } = describedBy(helper.commandDescription(command));
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);
  const list = (items: readonly (readonly [string, string])[]) => pairs(items, width);
  const options = helper.groupItems(
    [...command.options],
    helper.visibleOptions(command),
    (option) => option.helpGroupHeading ?? 'Options:',
  );
  const commands = helper
    .visibleCommands(command)
    .map((one) => [helper.subcommandTerm(one), helper.subcommandDescription(one)] as const);
  return [
    ...paragraphs.flatMap((text, i) => [...(i === 0 ? [] : ['']), ...paragraph(text, width)]),
    ...section('Examples:', list(examples.map(({ line, text }) => [line, text]))),
    ...section('Usage:', [`  ${helper.commandUsage(command)}`]),
    ...section('Commands:', list(commands)),
    ...section(
      'Arguments:',
      list(helper.visibleArguments(command).map((one) => [helper.argumentTerm(one), helper.argumentDescription(one)])),
    ),
    ...[...options].flatMap(([title, group]) =>
      section(title, list(group.map((option) => [helper.optionTerm(option), helper.optionDescription(option)]))),
    ),
    '',
  ].join('\n');
}

/** Lines that begin with blanks are tables, and stay as they are where they fit. */
const paragraph = (text: string, width: number): string[] => {
  if (!/^ /m.test(text)) return wrapText(text.replaceAll('\n', ' '), width);
  return text.split('\n').flatMap((line) => {
    if (textWidth(line) <= width) return [line];
    const indent = /^ */.exec(line)![0];
    return wrapText(line.trim(), width - indent.length - gap).map(
      (part, i) => `${indent}${i === 0 ? '' : '  '}${part}`,
    );
  });
};

/** Terms with their meanings beside them; below them where that leaves too little room. */
export function pairs(items: readonly (readonly [string, string])[], width: number): string[] {
  const longest = Math.max(...items.filter(([, text]) => text !== '').map(([term]) => textWidth(term)), 0);
  const beside = Math.min(longest, width - 2 * gap - narrowest);
  return items.flatMap(([term, text]) => {
    const first = `${' '.repeat(gap)}${term}`;
    if (text === '') return broken(first, width);
    const indent = ' '.repeat(2 * gap + beside);
    const lines = wrapText(text, width - indent.length).map((line) => `${indent}${line}`);
    if (textWidth(term) > beside) return [...broken(first, width), ...lines];
    return [`${first.padEnd(indent.length)}${lines[0]!.trimStart()}`, ...lines.slice(1)];
  });
}

/** A command line that is too long goes on below, as a shell reads it. */
function broken(line: string, width: number): string[] {
  if (textWidth(line) <= width) return [line];
  const parts = wrapText(line.trim(), width - 2 * gap - 2);
  return parts.map((part, i) => `${' '.repeat(i === 0 ? gap : 2 * gap)}${part}${i < parts.length - 1 ? ' \\' : ''}`);
}
