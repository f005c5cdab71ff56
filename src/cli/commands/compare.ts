import { Command, Option } from 'commander';
import { trainingSchedules } from '../../schedules/all.js';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions, liveOption, tensorboardOption } from '../common-options.js';
import { usualSchedules } from '../compare/schedules.js';
import { type ConfigFlag, configOptions } from '../config-options.js';

const rateFlags = [
  {
    path: 'train.schedule.maxLr',
    flag: '--max-lr',
    text: 'highest learning rate of all; found by a range test if left out',
  },
  { path: 'train.schedule.baseLr', flag: '--base-lr', text: 'lowest learning rate, of the schedules that have one' },
] as const;
const trainingFlags: readonly ConfigFlag[] = [
  { path: 'train.epochs' },
  { path: 'train.warmup' },
  { path: 'train.accumulate' },
];
const runFlags: readonly ConfigFlag[] = [
  { path: 'batchSize' },
  { path: 'seed' },
  { path: 'backend' },
  { path: 'engineMode' },
];

/** Keys of the config that have a flag of their own here; they hold for all contenders. */
export const compareFlags: readonly ConfigFlag[] = [
  ...rateFlags.map(({ path, flag }) => ({ path, flag })),
  ...trainingFlags,
  ...runFlags,
];

const defaultSeeds = '3';

const description = `Trains several schedules, or several configs, from the same initial weights and with the same batches, at several seeds, \
and ranks them by what the last epoch reached. Says that one is better only where the spread over seeds allows it.

Schedules: ${trainingSchedules.map(({ name }) => name).join(', ')}.

Examples:
  lr-tool compare digits-mlp                     the usual schedules
  lr-tool compare run.yaml --schedules clr,cosine --epochs 5 --seeds 5
  lr-tool compare a.yaml b.yaml --seeds 1,2,3    whole configs, on the same data
  lr-tool compare run.yaml --max-lr 0.1 --judge accuracy --json`;

export function compare({ io, exit }: CommandContext): Command {
  const group = 'Comparison:';
  const command = new Command('compare')
    .description(description)
    .argument('[config...]', 'paths of JSON, JSONC or YAML files, - for stdin, or bundled names; else lr-tool.* here')
    .addOption(
      new Option(
        '--schedules <names>',
        `schedules for every config, with commas between them (one config: default ${usualSchedules.join(',')})`,
      ).helpGroup(group),
    )
    .addOption(
      new Option('--seeds <k|list>', 'how many seeds, counted from that of the config, or which: 1,2,3')
        .default(defaultSeeds, defaultSeeds)
        .helpGroup(group),
    )
    .addOption(
      new Option(
        '--judge <value>',
        'what ranks them: val_loss, loss or a metric (default: val_loss, where there is one)',
      ).helpGroup(group),
    )
    .addOption(new Option('--from <report>', 'take the rates of a find report (file or run folder)').helpGroup(group))
    .addOption(
      new Option('--jobs <n>', 'trainings at a time, each in a process (default: one for each core)').helpGroup(group),
    )
    .addOption(new Option('--force', 'compare although data or loss differ').helpGroup(group));
  for (const { flag, text } of rateFlags) {
    command.addOption(new Option(`${flag} <value>`, text).helpGroup('Training:'));
  }
  const options = [...configOptions(trainingFlags, 'Training:'), ...configOptions(runFlags, 'Run:')];
  for (const option of options) command.addOption(option);
  addConfigOptions(command)
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(tensorboardOption())
    .addOption(liveOption())
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (configs: string[], flags: { seeds: string; save: boolean }) => {
    const { run } = await import('./compare.run.js');
    exit(await run({ ...flags, configs }, io));
  });
}
