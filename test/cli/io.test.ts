import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import { processIo } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { fakeIo } from './fake-io.js';

/** A process whose streams only remember; `cwd` as given. */
function fakeHost(cwd: () => string = () => '/here') {
  const written: string[] = [];
  const stream = (name: string) =>
    Object.assign(new EventEmitter(), { write: (text: string) => written.push(name + text) });
  const host = Object.assign(new EventEmitter(), {
    stdout: stream('out: '),
    stderr: stream('err: '),
    cwd,
    env: {},
    exitCode: 0,
    exit: () => expect.unreachable('the process was ended'),
  });
  return { host, written, io: processIo(host as unknown as NodeJS.Process) };
}

const failure = (code: string) => Object.assign(new Error(`${code}: write`), { code });

describe('the process', () => {
  it('goes on, and saves, when the reader of a pipe has seen enough', () => {
    const { host, written } = fakeHost();
    host.stdout.emit('error', failure('EPIPE'));
    host.stderr.emit('error', failure('EPIPE'));
    host.emit('exit');
    expect(host.exitCode).toBe(0);
    expect(written).toEqual([]);
  });

  it('tells in one line that standard output cannot be written, and ends with 3', () => {
    const { host, written } = fakeHost();
    host.stdout.emit('error', failure('ENOSPC'));
    host.emit('exit');
    expect(host.exitCode).toBe(3);
    expect(written).toEqual(['err: error: standard output cannot be written: ENOSPC: write\n']);
  });

  it('asks for the working directory only where it is needed, and says when it is gone', () => {
    const { io } = fakeHost(() => {
      throw failure('ENOENT');
    });
    expect(() => io.cwd).toThrow(LrToolError);
    expect(() => io.cwd).toThrow('the working directory does not exist any more');
  });
});

describe('the command line', () => {
  const typed = async (...argv: string[]) => {
    const io = fakeIo({ cwd: '/' });
    return { code: await main(argv, io), out: io.stdout(), err: io.stderr() };
  };

  it('answers `help` of a command that is not there with the command that was meant', async () => {
    const answer = await typed('help', 'fnd');
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err).toBe(
      "error: unknown command 'fnd' (did you mean 'find'?)\nhint: `lr-tool help` lists all commands\n",
    );
  });

  it('wraps its help at COLUMNS', async () => {
    const io = fakeIo({ cwd: '/', env: { COLUMNS: '120' } });
    expect(await main(['find', '--help'], io)).toBe(0);
    const widest = Math.max(
      ...io
        .stdout()
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeGreaterThan(80);
    expect(widest).toBeLessThanOrEqual(120);
  });

  it('prints no escape sequence that was handed to it', async () => {
    const evil = '\u001b]0;title\u0007\u001b[31mred';
    for (const argv of [
      ['find', evil],
      ['find', `${evil}.yaml`],
      ['plot', evil],
      ['help', evil],
    ]) {
      const { code, err } = await typed(...argv);
      expect(code).toBe(2);
      expect(err).toContain('red');
      expect(err).not.toContain('\u001b');
    }
  });
});
