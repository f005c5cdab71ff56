import { Command, Option } from 'commander';
import type { TrialTest } from '../../analysis/trials/trial-test.js';
import { formatLr } from '../../base/numbers.js';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions } from '../common-options.js';
import { type ConfigFlag, configOptions } from '../config-options.js';
import type { RunOptions } from '../open-run.js';

/** Keys of the config that have a flag of their own here. */
export const trialFlags: readonly ConfigFlag[] = [
  { path: 'batchSize' },
  { path: 'seed' },
  { path: 'backend' },
  { path: 'engineMode' },
];

/** The command of a test by short trials. */
export function trialCommand(test: TrialTest, { io, exit }: CommandContext): Command {
  const { name, description, options } = test;
  const command = new Command(name)
    .description(`${description}\n\nExample:\n  lr-tool ${name} digits-mlp`)
    .argument('[config]', 'path of a JSON, JSONC or YAML file, - for stdin, or a bundled name; else lr-tool.* here');
  for (const { flag, text, fallback } of options) {
    const shown = fallback.map((value) => formatLr(value, 3)).join();
    command.addOption(new Option(`${flag} <value>`, `${text} (default: ${shown})`).helpGroup('Trials:'));
  }
  for (const option of configOptions(trialFlags, 'Run:')) command.addOption(option);
  addConfigOptions(command)
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (config: string | undefined, typed: RunOptions) => {
    const { run } = await import('./trials.run.js');
    exit(await run(test, { ...typed, config }, io));
  });
}
