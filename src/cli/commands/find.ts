import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions, liveOption, tensorboardOption } from '../common-options.js';
import { type ConfigFlag, configOptions } from '../config-options.js';

const sweepFlags: readonly ConfigFlag[] = [
  { path: 'find.mode' },
  { path: 'find.startLr' },
  { path: 'find.endLr' },
  { path: 'find.steps' },
  { path: 'find.smoothing' },
  { path: 'find.divergeFactor' },
  { path: 'find.accumulate' },
  { path: 'find.validation' },
  { path: 'find.rule' },
  { path: 'find.for' },
];
const runFlags: readonly ConfigFlag[] = [
  { path: 'batchSize' },
  { path: 'seed' },
  { path: 'backend' },
  { path: 'engineMode' },
];

/** Keys of the config that have a flag of their own. */
export const findFlags: readonly ConfigFlag[] = [...sweepFlags, ...runFlags];

const description = `LR range test: trains with a learning rate that grows from batch to batch, records the loss of every batch, and suggests base_lr and max_lr. The model is left as it was.

Examples:
  lr-tool find digits-mlp                        bundled data and model
  lr-tool find run.yaml --for one-cycle          your own config
  lr-tool find run.yaml --set optimizer=adam --end-lr 1
  lr-tool find run.yaml --json | jq .recommendation`;

export function find({ io, exit }: CommandContext): Command {
  const command = new Command('find')
    .description(description)
    .argument('[config]', 'path of a JSON, JSONC or YAML file, - for stdin, or a bundled name; else lr-tool.* here');
  const options = [...configOptions(sweepFlags, 'Range test:'), ...configOptions(runFlags, 'Run:')];
  for (const option of options) command.addOption(option);
  addConfigOptions(command)
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(tensorboardOption())
    .addOption(liveOption())
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (config: string | undefined, options: { save: boolean }) => {
    const { run } = await import('./find.run.js');
    exit(await run({ ...options, config }, io));
  });
}
