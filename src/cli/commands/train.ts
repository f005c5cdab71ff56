import { Command, Option } from 'commander';
import { trainingSchedules } from '../../schedules/all.js';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions, liveOption, tensorboardOption } from '../common-options.js';
import { type ConfigFlag, configOptions } from '../config-options.js';
import { rateFlags, runFlags, trainingFlags } from '../training-flags.js';

const scheduleFlag: ConfigFlag = {
  path: 'train.schedule.name',
  flag: '--schedule',
  value: 'schedule',
  text: 'how the learning rate changes (default: clr)',
};
/** Flags that switch a controller on, or off where the config has it. */
const controllerFlags: readonly ConfigFlag[] = [
  {
    path: 'train.plateau.patience',
    flag: '--plateau',
    value: 'patience',
    text: 'multiply the learning rate by 0.1 after more than so many epochs without improvement',
  },
  { path: 'train.plateau', flag: '--no-plateau', sets: 'null', text: 'not so, although the config says it' },
  {
    path: 'train.earlyStopping.patience',
    flag: '--early-stopping',
    value: 'patience',
    text: 'stop after so many epochs without improvement, with the weights of the best',
  },
  {
    path: 'train.earlyStopping',
    flag: '--no-early-stopping',
    sets: 'null',
    text: 'not so, although the config says it',
  },
  {
    path: 'train.monitor',
    flag: '--monitor',
    value: 'measure',
    text: 'what tells the best epoch: loss, val_loss or a metric (default: val_loss, or loss)',
  },
];
const lengthFlags: readonly ConfigFlag[] = [...trainingFlags, { path: 'train.checkpointEvery' }];

/** Keys of the config that have a flag of their own. */
export const trainFlags: readonly ConfigFlag[] = [
  scheduleFlag,
  ...rateFlags,
  ...controllerFlags,
  ...lengthFlags,
  ...runFlags,
];

const description = `Trains with a schedule of the learning rate, evaluates after every epoch, and saves report and weights.

Schedules: ${trainingSchedules.map(({ name }) => name).join(', ')}.
\`lr-tool schedule --list\` tells their parameters, to be set by --set train.schedule.KEY=VALUE.

Examples:
  lr-tool train digits-mlp                       clr between rates that a range test finds
  lr-tool train run.yaml --schedule one-cycle --max-lr 0.1 --epochs 5
  lr-tool train run.yaml --schedule cosine --from runs/20260101T120000Z-find-1a2b3c --warmup 1ep
  lr-tool train run.yaml --epochs 50 --plateau 3 --early-stopping 8
  lr-tool train --resume latest                  go on with the newest training where it was stopped or killed`;

export function train({ io, exit }: CommandContext): Command {
  const command = new Command('train')
    .description(description)
    .argument('[config]', 'path of a JSON, JSONC or YAML file, - for stdin, or a bundled name; else lr-tool.* here');
  const add = (options: readonly Option[]) => {
    for (const option of options) command.addOption(option);
  };
  add(configOptions([scheduleFlag, ...rateFlags], 'Training:'));
  command.addOption(
    new Option('--from <report>', 'take the rates of a find report (file or run folder)').helpGroup('Training:'),
  );
  command.addOption(
    new Option('--resume <run>', 'go on with a training that was stopped: its run folder, or latest').helpGroup(
      'Training:',
    ),
  );
  command.addOption(
    new Option('--force', 'resume although something is not as it was; the report says what').helpGroup('Training:'),
  );
  add(configOptions([...controllerFlags, ...lengthFlags], 'Training:'));
  add(configOptions(runFlags, 'Run:'));
  addConfigOptions(command)
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(tensorboardOption())
    .addOption(liveOption())
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (config: string | undefined, flags: { save: boolean }) => {
    const { run } = await import('./train.run.js');
    exit(await run({ ...flags, config }, io));
  });
}
