import type { Argument, Command, Option } from 'commander';
import type { Candidate, Typing, Values } from './candidate.js';
import { valuesByPlaceholder } from './values.js';

/**
 * What the last word of a command line may become.
 *
 * @param program the command tree, the command that is typed loaded in full
 * @param words those behind the name of the program; the last one is being typed
 */
export async function candidatesFor(
  program: Command,
  words: readonly string[],
  surroundings: Pick<Typing, 'cwd' | 'home' | 'runs'>,
): Promise<readonly Candidate[]> {
  const word = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  const typing: Typing = { word, before, ...surroundings };
  const beginning = (candidates: readonly Candidate[]) =>
    candidates.filter(({ value }) => value.startsWith(typing.word));
  if (name === undefined) return beginning(word.startsWith('-') ? flagsOf(program, []) : commandsOf(program));
  if (name === 'help') return beginning(before.length === 0 ? commandsOf(program) : []);
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return [];

  const joined = /^(--[\w-]+)=(.*)$/s.exec(word);
  if (joined) {
    const [, flag, value] = joined as unknown as [string, string, string];
    const option = optionOf(command, flag);
    const found = option ? await valuesOf(option, { ...typing, word: value }) : [];
    return found
      .filter((candidate) => candidate.value.startsWith(value))
      .map((candidate) => ({ ...candidate, value: `${flag}=${candidate.value}` }));
  }
  const flag = optionOf(command, before.at(-1));
  if (flag && (flag.required || flag.optional)) return beginning(await valuesOf(flag, typing));
  if (word.startsWith('-')) return beginning(flagsOf(command, before));
  const argument = argumentAt(command, before);
  const values = argument ? await valuesOf(argument, typing) : [];
  return beginning(values.length === 0 ? flagsOf(command, before) : values);
}

const commandsOf = (program: Command): Candidate[] => [
  ...program.commands.map((command) => ({ value: command.name(), text: command.summary() })),
  { value: 'help', text: 'help for a command' },
];

/** Long flags that are not typed yet; those that may be repeated stay. */
function flagsOf(command: Command, before: readonly string[]): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(
      (option) => option.parseArg !== undefined || !before.some((word) => isFlag(option, word.replace(/=.*/s, ''))),
    )
    .map(({ long, short, description }) => ({ value: long ?? short!, text: firstWords(description) }));
}

const isFlag = ({ long, short }: Option, word: string) => word === long || word === short;

const optionOf = (command: Command, word: string | undefined): Option | undefined =>
  word?.startsWith('-') ? command.options.find((option) => isFlag(option, word)) : undefined;

/** The argument that comes next, the flags and their values among the words left out. */
function argumentAt(command: Command, before: readonly string[]): Argument | undefined {
  const typed = before.filter((word, i) => {
    const taking = optionOf(command, before[i - 1]);
    return !word.startsWith('-') && !(taking && (taking.required || taking.optional));
  });
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[typed.length] ?? (last?.variadic ? last : undefined);
}

async function valuesOf(target: Option | Argument, typing: Typing): Promise<readonly Candidate[]> {
  if (target.argChoices) return target.argChoices.map((value) => ({ value }));
  const placeholder = 'flags' in target ? (/<(.*)>/.exec(target.flags)?.[1] ?? '') : target.name();
  if (placeholder.includes('|') && !placeholder.includes(' ')) {
    return placeholder.split('|').map((value) => ({ value }));
  }
  const values: Values | undefined = Object.hasOwn(valuesByPlaceholder, placeholder)
    ? valuesByPlaceholder[placeholder]
    : undefined;
  return values ? values(typing) : [];
}

/** What fits beside a value in a menu. */
const firstWords = (text: string): string => text.split(/[:;(]/, 1)[0]!.trim();
