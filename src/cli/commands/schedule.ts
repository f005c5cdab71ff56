import { Command, Option } from 'commander';
import { warmupShapes } from '../../schedules/combine.js';
import { snippetWriters } from '../../snippets/all.js';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';
import { pictures } from '../pictures/all.js';
import type { ScheduleOptions } from './schedule.run.js';

const description = `Previews schedules, or writes their learning rates for use elsewhere. Nothing is trained. A config stands for the schedule it trains with, over its own number of updates.

Examples:
  lr-tool schedule --list                     all, with their parameters
  lr-tool schedule one-cycle --max-lr 0.1
  lr-tool schedule cosine linear polynomial   laid over each other
  lr-tool schedule run.yaml --set train.schedule=one-cycle
  lr-tool schedule clr --steps 2000 --set halfCycle=2ep --set mode=triangular2
  lr-tool schedule cosine --max-lr 0.1 --warmup 10% -o lr.csv
  lr-tool schedule cosine linear -o both.svg
  lr-tool schedule one-cycle --max-lr 0.1 --format pytorch   the same rates there`;

export const schedule = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('schedule')
      .description(description)
      .argument('[what...]', 'names of schedules, or configs (files, - for stdin, bundled names)')
      .addOption(new Option('--list', 'every schedule with its parameters, or those named').helpGroup('Schedule:'))
      .addOption(new Option('--max-lr <value>', 'highest learning rate (default: 1)').helpGroup('Schedule:'))
      .addOption(new Option('--base-lr <value>', 'lowest, of schedules that have one').helpGroup('Schedule:'))
      .addOption(
        new Option('--steps <n>', 'updates of the run (default: 1000; of a config its own)').helpGroup('Schedule:'),
      )
      .addOption(
        new Option('--epochs <n>', 'epochs of the run (default: 10; of a config its own)').helpGroup('Schedule:'),
      )
      .addOption(new Option('--warmup <length>', 'climb in front, e.g. 500, 2ep, 10%').helpGroup('Schedule:'))
      .addOption(
        new Option('--warmup-shape <shape>', 'form of that climb (default: linear)')
          .choices(warmupShapes)
          .helpGroup('Schedule:'),
      )
      .addOption(
        new Option('--set <key=value>', 'any parameter of the schedule (of a config: any key); repeatable')
          .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
          .helpGroup('Schedule:'),
      )
      .addOption(
        new Option(
          '--format <format>',
          'a picture, a table, a report, or a program for another library (default: by the extension of the file, else ascii)',
        )
          .choices([...pictures.map(({ name }) => name), 'csv', 'json', ...snippetWriters.map(({ name }) => name)])
          .helpGroup('Output:'),
      )
      .addOption(new Option('--json', 'the same as --format json').helpGroup('Output:'))
      .addOption(new Option('-o, --out <file>', 'write it to a file, - for stdout').helpGroup('Output:')),
  ).action(async (what: string[], options: Omit<ScheduleOptions, 'what'>) => {
    const { run } = await import('./schedule.run.js');
    exit(await run({ ...options, what }, io));
  });
