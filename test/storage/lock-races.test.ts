import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-race-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * A process that takes the lock of a folder when it is told to, says what came of it and after how many ms, and keeps it
 * until it is killed.
 */
const source = `
  import { lockFolder } from ${JSON.stringify(resolve('build/storage/lock.js'))};
  import { processesOf } from ${JSON.stringify(resolve('build/cli/processes.js'))};
  process.stdout.write('ready\\n');
  process.stdin.once('data', async () => {
    const from = performance.now();
    const said = await lockFolder(process.argv[1], processesOf(process)).then(() => 'won', (error) => error.code + ' ' + error.blame);
    process.stdout.write(said + ' ' + Math.round(performance.now() - from) + '\\n');
    if (said !== 'won') process.exit();
  });
`;

function contender() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  let over = false;
  child.on('close', () => {
    over = true; // and all that it said is here
  });
  const said = async (line: RegExp): Promise<string> => {
    while (!line.test(text)) {
      if (over) throw new Error(`it ended with ${child.exitCode}: ${text}`);
      await setTimeout(5);
    }
    return line.exec(text)![0];
  };
  return {
    pid: child.pid!,
    ready: () => said(/^ready$/m),
    go: () => void child.stdin.write('go\n'),
    answer: () => said(/^(won|[A-Z_]+ [a-z]+) \d+$/m),
    async kill() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const msOf = (answer: string) => Number(answer.split(' ').at(-1));

describe('the lock of a run among processes', () => {
  it('is won by one of 50 that start at once, again where the winner is killed, and the others know within 2 s', async () => {
    const all = Array.from({ length: 50 }, contender);
    await Promise.all(all.map(({ ready }) => ready()));
    for (const { go } of all) go();
    const answers = await Promise.all(all.map(({ answer }) => answer()));
    const winners = all.filter((_, i) => answers[i]!.startsWith('won'));
    expect(winners).toHaveLength(1);
    for (const answer of answers) expect(answer).toMatch(/^(won|RUN_LOCKED machine) /);
    expect(Math.max(...answers.map(msOf))).toBeLessThan(2000);
    await winners[0]!.kill();
    const next = contender();
    await next.ready();
    next.go();
    const answer = await next.answer();
    expect(answer).toMatch(/^won /);
    expect(msOf(answer)).toBeLessThan(1000);
    await next.kill();
    expect(readdirSync(folder)).toEqual(['lock-2']);
  }, 120_000);

  it('is not held by another process that has the number of a dead owner', async () => {
    const other = contender();
    await other.ready();
    const owner = { host: hostname(), pid: other.pid, start: '1' }; // it began later
    writeFileSync(join(folder, 'lock-1'), `${JSON.stringify(owner)}\n`);
    const next = contender();
    await next.ready();
    next.go();
    expect(await next.answer()).toMatch(/^won /);
    await Promise.all([other.kill(), next.kill()]);
  });
});
