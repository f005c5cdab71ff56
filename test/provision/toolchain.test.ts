import { describe, expect, it } from 'vitest';
import type { Finished, Machine } from '../../src/provision/machine.js';
import { findCompiler, findPip } from '../../src/provision/toolchain.js';
import { fails, fakeMachine, says } from './fake-machine.js';

const absent = fails('did not start', '', true);

/** A machine on which only these commands exist. */
const having = (commands: Readonly<Record<string, Finished>>, env: Machine['env'] = {}) =>
  fakeMachine('/home/ada', {}, { env, run: async (command) => commands[command] ?? absent });

describe('pip', () => {
  const pip = says('pip 24.0 from /usr/lib (python 3.12)');
  it.each([
    [{ python3: pip, python: pip }, {}, 'python3', '24.0'],
    [{ python: pip }, {}, 'python', '24.0'],
    [{ python3: fails('ended with code 1', 'No module named pip'), python: pip }, {}, 'python', '24.0'],
    [{ python3: says('pip 9.0.3 from x (python 2.7)'), python: pip }, {}, 'python', '24.0'],
    [{ python3: pip, '/opt/py': says('WARNING: old\npip 22.3.1 from x') }, { PYTHON: '/opt/py' }, '/opt/py', '22.3.1'],
  ])('of %o with %o is that of %s', async (commands, env, command, version) => {
    expect(await findPip(having(commands, env))).toEqual({ command, version });
  });

  it('of a chosen Python that has none is not replaced by another', async () => {
    await expect(findPip(having({ python3: pip }, { PYTHON: 'pypy' }))).rejects.toMatchObject({ code: 'SETUP_NO_PIP' });
  });

  it('missing: the hint tells what to install', async () => {
    await expect(findPip(having({}))).rejects.toMatchObject({
      hint: expect.stringContaining('apt-get install python3-pip'),
    });
  });
});

describe('the compiler', () => {
  it.each([
    [{ 'g++': says('g++ (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright') }, {}, 'g++', '12.2.0'],
    [{ 'clang++': says('Apple clang version 16.0.0 (clang-1600.0.26.6)\n') }, {}, 'clang++', '16.0.0'],
    [{ 'c++': says('odd compiler\n') }, {}, 'c++', 'odd compiler'],
    [{ 'g++': says('g++ 12.2.0'), 'g++-13': says('g++-13 (Ubuntu) 13.1.0') }, { CXX: 'g++-13' }, 'g++-13', '13.1.0'],
  ])('of %o with %o is %s', async (commands, env, command, version) => {
    expect(await findCompiler(having(commands, env))).toEqual({ command, version });
  });

  it('missing: the message lists what was tried', async () => {
    const error = { code: 'SETUP_NO_COMPILER', message: expect.stringContaining('g++, clang++, c++') };
    await expect(findCompiler(having({}))).rejects.toMatchObject(error);
  });
});
