import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Processes } from '../storage/lock.js';

/** The processes of the real machine. Where the system does not tell when one started, its number has to be enough. */
export const processesOf = (host: NodeJS.Process): Processes => ({
  host: hostname(),
  pid: host.pid,
  startOf(pid) {
    try {
      host.kill(pid, 0); // signal 0 asks whether it is there
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
    }
    return host.platform === 'linux' ? startedAt(pid) : 'unknown';
  },
});

/** Field 22 of /proc/PID/stat: clock ticks since the machine started. A zombie has ended. */
function startedAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : fields[19]!;
  } catch {
    return null; // it has ended in between
  }
}
