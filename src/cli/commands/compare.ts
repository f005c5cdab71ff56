import { Command, Option } from 'commander';
import { trainingSchedules } from '../../schedules/all.js';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions, liveOption, tensorboardOption } from '../common-options.js';
import { usualSchedules } from '../compare/schedules.js';
import { type ConfigFlag, configOptions } from '../config-options.js';
import { rateFlags, runFlags, trainingFlags } from '../training-flags.js';

/** Keys of the config that have a flag of their own here; they hold for all contenders. */
export const compareFlags: readonly ConfigFlag[] = [...rateFlags, ...trainingFlags, ...runFlags];

/** As many as --seeds stands for where it is left out. */
export const defaultSeeds = '3';

const description = `Trains several schedules, or several configs, from the same initial weights and with the same batches, at several seeds, \
and ranks them by what the last epoch reached. Says that one is better only where the spread over seeds allows it.

Schedules: ${trainingSchedules.map(({ name }) => name).join(', ')}.

Examples:
  lr-tool compare digits-mlp                     the usual schedules
  lr-tool compare run.yaml --schedules clr,cosine --epochs 5 --seeds 5
  lr-tool compare a.yaml b.yaml --seeds 1,2,3    whole configs, on the same data
  lr-tool compare run.yaml --max-lr 0.1 --judge accuracy --json
  lr-tool compare --resume latest                go on with the newest comparison where it was stopped or killed`;

export function compare({ io, exit }: CommandContext): Command {
  const group = 'Comparison:';
  const command = new Command('compare')
    .description(description)
    .argument('[config...]', 'paths of JSON, JSONC or YAML files, - for stdin, or bundled names; else lr-tool.* here')
    .addOption(
      new Option(
        '--schedules <schedules>',
        `schedules for every config, with commas between them (one config: default ${usualSchedules.join(',')})`,
      ).helpGroup(group),
    )
    .addOption(
      new Option(
        '--seeds <k|list>',
        `how many seeds, counted from that of the config, or which: 1,2,3 (default: ${defaultSeeds})`,
      ).helpGroup(group),
    )
    .addOption(
      new Option(
        '--judge <measure>',
        'what ranks them: val_loss, loss or a metric (default: val_loss, where there is one)',
      ).helpGroup(group),
    )
    .addOption(new Option('--from <report>', 'take the rates of a find report (file or run folder)').helpGroup(group))
    .addOption(
      new Option('--jobs <n>', 'trainings at a time, each in a process (default: one for each core)').helpGroup(group),
    )
    .addOption(
      new Option(
        '--resume <run>',
        'go on with a comparison that was stopped: its run folder, or latest; finished trainings are not done again',
      ).helpGroup(group),
    )
    .addOption(new Option('--force', 'compare although data or loss differ').helpGroup(group));
  const options = [...configOptions([...rateFlags, ...trainingFlags], 'Training:'), ...configOptions(runFlags, 'Run:')];
  for (const option of options) command.addOption(option);
  addConfigOptions(command)
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(tensorboardOption())
    .addOption(liveOption())
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (configs: string[], flags: { save: boolean }) => {
    const { run } = await import('./compare.run.js');
    exit(await run({ ...flags, configs }, io));
  });
}
