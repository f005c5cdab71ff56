import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';
import type { ScheduleOptions } from './schedule.run.js';

const description = `Previews a schedule, or writes its learning rates for use elsewhere. Nothing is trained.

Examples:
  lr-tool schedule --list                        every schedule with its parameters
  lr-tool schedule one-cycle --max-lr 0.1
  lr-tool schedule clr --max-lr 0.1 --steps 2000 --epochs 20 --set halfCycle=2ep --set mode=triangular2
  lr-tool schedule cosine --max-lr 0.1 --warmup 10% --format csv -o lr.csv`;

export const schedule = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('schedule')
      .description(description)
      .argument('[name]', 'name of the schedule')
      .addOption(new Option('--list', 'every schedule with its parameters').helpGroup('Schedule:'))
      .addOption(new Option('--max-lr <value>', 'highest learning rate (default: 1)').helpGroup('Schedule:'))
      .addOption(new Option('--base-lr <value>', 'lowest, of schedules that have one').helpGroup('Schedule:'))
      .addOption(new Option('--steps <n>', 'updates of the run').default('1000').helpGroup('Schedule:'))
      .addOption(new Option('--epochs <n>', 'epochs of the run').default('10').helpGroup('Schedule:'))
      .addOption(new Option('--warmup <length>', 'straight climb in front, e.g. 500, 2ep, 10%').helpGroup('Schedule:'))
      .addOption(
        new Option('--set <key=value>', 'any parameter of the schedule; repeatable')
          .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
          .helpGroup('Schedule:'),
      )
      .addOption(
        new Option('--format <format>', 'a picture, a table, or a report')
          .choices(['ascii', 'csv', 'json'])
          .default('ascii')
          .helpGroup('Output:'),
      )
      .addOption(new Option('-o, --out <file>', 'write it to a file').helpGroup('Output:')),
  ).action(async (name: string | undefined, options: Omit<ScheduleOptions, 'name'>) => {
    const { run } = await import('./schedule.run.js');
    exit(await run({ ...options, name }, io));
  });
