/** What the exit code of every command means; the table in `--help` is printed from it. */
export const exitCodes = [
  { code: 0, name: 'done', meaning: 'done' },
  { code: 1, name: 'no', meaning: 'the tool worked and the answer is no: no rate can be suggested, training diverged' },
  { code: 2, name: 'user', meaning: 'you can mend it: usage, config, data; the message says what to type' },
  { code: 3, name: 'machine', meaning: 'the machine failed: no engine, disk full; nothing is lost' },
  { code: 130, name: 'SIGINT', meaning: 'interrupted by Ctrl-C; what was done is saved' },
  { code: 143, name: 'SIGTERM', meaning: 'asked to stop; what was done is saved' },
  { code: 129, name: 'SIGHUP', meaning: 'terminal closed; what was done is saved' },
] as const;

export type ExitName = (typeof exitCodes)[number]['name'];

export const exitCode = (name: ExitName): number => exitCodes.find((exit) => exit.name === name)!.code;
