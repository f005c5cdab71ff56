import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';

const description = `Tells what works here, how fast, and what to type where something does not.

Looks at Node, every engine (opened, tested with known answers, timed), the packages, the terminal, the cache and the
folder of runs. Changes nothing. Exit code 0 if an engine works, else 3.

Examples:
  lr-tool doctor
  lr-tool doctor --json | jq .backends           for scripts, and for reports of faults`;

export const doctor = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('doctor')
      .description(description)
      .addOption(new Option('--json', 'everything as JSON on stdout').helpGroup('Output:')),
  ).action(async (options: object) => {
    const { run } = await import('./doctor.run.js');
    exit(await run(options, io));
  });
