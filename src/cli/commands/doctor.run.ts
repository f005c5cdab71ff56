import type { Machine } from '../../provision/machine.js';
import { documentText } from '../../reports/documents.js';
import type { Probe } from '../doctor/backend-check.js';
import { examine } from '../doctor/examine.js';
import { doctorText } from '../doctor/text.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { hostMachine } from '../machine.js';
import { type ScreenOptions, screenFor } from '../screen.js';

export interface DoctorOptions extends ScreenOptions {
  readonly json?: boolean;
}

/** What a test puts in place of the real ones. */
export interface DoctorSurroundings {
  readonly machine?: Machine;
  readonly load?: Probe['load'];
}

export async function run(options: DoctorOptions, io: Io, given: DoctorSurroundings = {}): Promise<number> {
  const report = await examine(io, given.machine ?? hostMachine(io), given.load);
  const screen = screenFor(io, options);
  if (options.json) io.out.write(documentText(report));
  else screen.print(doctorText(report, screen));
  return exitCode(report.backends.some(({ state }) => state === 'works') ? 'done' : 'machine');
}
