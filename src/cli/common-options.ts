import { type Command, Option } from 'commander';
import { symbolsNames } from './terminal/symbols.js';

/** Flags of every command that prints for people. */
export const addScreenOptions = (command: Command): Command =>
  command
    .addOption(new Option('-q, --quiet', 'no progress and no advice, only results').helpGroup('Output:'))
    .addOption(new Option('--color', 'colours, whatever the terminal says').helpGroup('Output:'))
    .addOption(new Option('--no-color', 'no colours (also NO_COLOR)').default(undefined).helpGroup('Output:'))
    .addOption(new Option('--ascii', 'plots of plain ASCII characters, as --symbols ascii').helpGroup('Output:'))
    .addOption(
      new Option('--symbols <set>', 'what plots are drawn with (default: line, or ascii where that cannot be shown)')
        .choices(symbolsNames)
        .helpGroup('Output:'),
    );

/** The flag of every command that shows how far it is. */
export const liveOption = (): Option =>
  new Option(
    '--no-live',
    'progress as lines, as in pipes and CI, instead of a plot that is drawn over itself',
  ).helpGroup('Output:');

/** The flag of every command that has numbers over steps. */
export const tensorboardOption = (): Option =>
  new Option('--tensorboard <folder>', 'write event files there too, a folder for each run').helpGroup('Output:');

/** Flags of every command that reads a config. */
export const addConfigOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--set <key.path=value>', 'set any key of the config; repeatable, checked by the schema')
        .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
        .helpGroup('Config:'),
    )
    .addOption(new Option('--allow-code', 'let the config run code of yours (module, .mjs)').helpGroup('Config:'))
    .addOption(
      new Option('--show-config', 'print every value with where it comes from, and stop').helpGroup('Config:'),
    );
