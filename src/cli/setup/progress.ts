import { formatBytes, type Progress } from '../../provision/progress.js';
import type { Io } from '../io.js';
import { createSteps } from '../steps.js';
import { terminalWidth } from '../terminal/width.js';
import { type Deadline, tooSlow } from './deadline.js';

const learnedMs = 5000; // a download's first seconds say little about its speed

/** Progress for the terminal; with a deadline, a step whose bytes cannot all arrive in time ends the work at once. */
export function progressOf(io: Io, quiet: boolean, { controller, left }: Deadline): Progress {
  const live = io.err.isTTY && io.env['TERM'] !== 'dumb' && !io.env['CI'];
  const steps = createSteps({
    write: (text) => io.err.write(text),
    mode: quiet ? 'quiet' : live ? 'live' : 'plain',
    width: () => terminalWidth(io.env, io.err.columns),
    now: () => io.elapsed(),
  });
  let since = 0;
  return {
    ...steps,
    begin(step) {
      since = performance.now();
      steps.begin(step);
    },
    bytes(done, total) {
      steps.bytes(done, total);
      const passed = performance.now() - since;
      const needed = total > 0 && passed > learnedMs ? (passed / done) * (total - done) : 0;
      if (needed > left())
        controller.abort(tooSlow(`${formatBytes(total - done)} would take another ${Math.ceil(needed / 1000)} s`));
    },
  };
}
