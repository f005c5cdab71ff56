import { machineError } from '../base/errors.js';
import type { Machine } from './machine.js';

/** A tool that was found, by the command that calls it. */
export interface Tool {
  readonly command: string;
  readonly version: string;
}

const oldestPip = 20;
const askMs = 20_000; // a version answers at once; pip on a cold disk has been seen to take 4 s

/**
 * A Python whose pip can fetch wheels: the one in PYTHON, else python3, else python.
 *
 * @throws machineError SETUP_NO_PIP
 */
export async function findPip(machine: Machine): Promise<Tool> {
  const seen: string[] = [];
  for (const command of candidates(machine.env['PYTHON'], ['python3', 'python'])) {
    const asked = await machine.run(command, ['-m', 'pip', '--version'], { timeoutMs: askMs });
    const version = /^pip (\d+)(\S*)/m.exec(asked.output);
    if (asked.ok && version && Number(version[1]) >= oldestPip)
      return { command, version: `${version[1]}${version[2]}` };
    if (asked.ok && version)
      seen.push(`${command} has pip ${version[1]}${version[2]}, ${oldestPip} or later is needed`);
    else if (!asked.ok && !asked.absent) seen.push(`${command} has no pip`);
  }
  throw machineError(
    'SETUP_NO_PIP',
    `pip is needed to fetch TensorFlow: ${seen.join('; ') || 'Python is not installed'}`,
    {
      hint: `${installPip[machine.platform] ?? 'install Python 3 with pip'}, then run lr-tool setup again`,
    },
  );
}

/**
 * A C++17 compiler: the one in CXX, else g++, clang++, c++.
 *
 * @throws machineError SETUP_NO_COMPILER
 */
export async function findCompiler(machine: Machine): Promise<Tool> {
  const tried = candidates(machine.env['CXX'], ['g++', 'clang++', 'c++']);
  for (const command of tried) {
    const asked = await machine.run(command, ['--version'], { timeoutMs: askMs });
    if (!asked.ok) continue;
    const [first = ''] = asked.output.split('\n', 1);
    return { command, version: /\d+(\.\d+)+/.exec(first.replace(/\(.*?\)/g, ''))?.[0] ?? first.trim() };
  }
  throw machineError(
    'SETUP_NO_COMPILER',
    `a C++ compiler is needed to build the binding; none of ${tried.join(', ')} works`,
    {
      hint: `${installCompiler[machine.platform] ?? 'install a C++17 compiler'}, then run lr-tool setup again`,
    },
  );
}

const candidates = (chosen: string | undefined, usual: readonly string[]) => (chosen ? [chosen] : usual);

const installPip: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'install it with your package manager, e.g. apt-get install python3-pip',
  darwin: 'install it with: xcode-select --install',
};

const installCompiler: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'install it with your package manager, e.g. apt-get install g++',
  darwin: 'install it with: xcode-select --install',
};
