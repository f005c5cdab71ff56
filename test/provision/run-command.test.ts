import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions } from '../../src/provision/machine.js';
import { runCommand } from '../../src/provision/run-command.js';
import { temporaryFolder } from './fake-machine.js';

const node = (source: string, options?: RunOptions) =>
  runCommand(process.execPath, ['-e', source], { PATH: process.env['PATH'], KEPT: 'inherited' }, options);
const forever = 'setInterval(() => {}, 1000)';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => rm(folder, { recursive: true, force: true });
});

describe('a command', () => {
  it('gives what it printed on both streams', async () => {
    expect(await node('console.log(1); console.error(2)')).toEqual({
      ok: true,
      output: expect.stringMatching(/^[12]\n[12]\n$/),
    });
  });

  it('inherits the environment, with what is added', async () => {
    const source = 'console.log(process.env.KEPT, process.env.ADDED)';
    expect(await node(source, { env: { ADDED: 'too' } })).toEqual({ ok: true, output: 'inherited too\n' });
  });

  it('says with which code it failed, and its words', async () => {
    const end = await node('console.error("no"); process.exitCode = 7');
    expect(end).toEqual({ ok: false, absent: false, why: 'ended with code 7', output: 'no\n' });
  });

  it('says which signal ended it', async () => {
    expect(await node('process.kill(process.pid, "SIGSEGV")')).toMatchObject({ ok: false, why: 'ended by SIGSEGV' });
  });

  it('that does not exist is absent', async () => {
    expect(await runCommand('no-such-command', [], {})).toMatchObject({ ok: false, absent: true });
  });

  it('keeps the end of a long output', async () => {
    const end = await node('for (let i = 0; i < 100000; i++) console.log("line", i)');
    expect(end.output.length).toBeLessThanOrEqual(65536);
    expect(end.output.endsWith('line 99999\n')).toBe(true);
  });

  it('is ended after its time', async () => {
    expect(await node(forever, { timeoutMs: 300 })).toMatchObject({ ok: false, why: 'took longer than 0.3 s' });
  });

  it('is ended when nothing comes from it any more', async () => {
    expect(await node(forever, { stallMs: 300 })).toMatchObject({ ok: false, why: 'stood still for 0.3 s' });
  });

  it('is not ended while the bytes under its folder grow, and they are reported', async () => {
    const source = `const fs = require('node:fs'); let n = 0;
      const t = setInterval(() => { fs.appendFileSync('grows', 'x'.repeat(10)); if (++n === 20) clearInterval(t); }, 60)`;
    const seen: number[] = [];
    const watch = { folder, onBytes: (bytes: number) => void seen.push(bytes) };
    expect(await node(source, { cwd: folder, stallMs: 900, watch })).toMatchObject({ ok: true });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('is ended by a signal, with the reason of the signal', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('SIGINT')), 200);
    await expect(node(forever, { signal: controller.signal })).rejects.toThrow('SIGINT');
  });

  it('that heeds no request is ended all the same, and what it started does not keep us waiting', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); require('node:child_process').spawn('sleep', ['5'], { stdio: 'inherit' }); ${forever}`;
    const started = performance.now();
    expect(await node(stubborn, { timeoutMs: 400 })).toMatchObject({ ok: false, why: 'took longer than 0.4 s' });
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
