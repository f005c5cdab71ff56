import { statfs } from 'node:fs/promises';
import type { Machine } from '../provision/machine.js';
import { runCommand } from '../provision/run-command.js';
import type { Io } from './io.js';

/** The machine that this process runs on, as the provisioning of the native engine sees it. */
export function hostMachine(io: Io, host: NodeJS.Process = process): Machine {
  return {
    env: io.env,
    home: io.home,
    platform: io.platform,
    arch: io.arch,
    glibc: glibcVersion(host),
    node: { path: host.execPath, version: host.version },
    pid: host.pid,
    run: (command, args, options) => runCommand(command, args, io.env, options),
    async freeBytes(folder) {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

function glibcVersion(host: NodeJS.Process): string | null {
  if (host.platform !== 'linux') return null;
  const { header } = host.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime ?? null;
}
