import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/all.js';
import { main } from '../../src/cli/main.js';
import { expectPublished } from '../reports/published.js';
import { fakeIo } from './fake-io.js';

const cwd = mkdtempSync(join(tmpdir(), 'lr-tool-json-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const fixture = (kind: string) => resolve(`test/fixtures/${kind}.v1.json`);
const onCpu = ['iris-csv', '--backend', 'cpu', '--no-save'];

/** A cheap line of each command, and the kind of what it prints. */
const lines: Readonly<Record<string, readonly (readonly [kind: string, ...args: string[]])[]>> = {
  find: [['find', ...onCpu, '--steps', '20']],
  train: [['train', ...onCpu, '--epochs', '1', '--max-lr', '0.05']],
  compare: [
    [
      'compare',
      ...onCpu,
      '--epochs',
      '1',
      '--schedules',
      'constant,clr',
      '--max-lr',
      '0.05',
      '--seeds',
      '1',
      '--jobs',
      '1',
    ],
  ],
  plot: ['find', 'train', 'compare'].map((kind) => [kind, fixture(kind)] as const),
  suggest: [['find', fixture('find')]],
  overfit: [['trials', ...onCpu, '--rates', '0.1']],
  grid: [['trials', ...onCpu, '--steps', '10']],
  probe: [['trials', ...onCpu]],
  schedule: [
    ['schedule', 'cosine', '--steps', '20'],
    ['schedules', '--list'],
  ],
  init: [['init', 'moons']],
};

/** What costs seconds is looked at where it is run anyway. */
const elsewhere: Readonly<Record<string, string>> = {
  doctor: 'test/cli/doctor.test.ts',
  setup: 'test/cli/setup.test.ts',
};

/** Their --json prints no document of a kind. */
const without = ['schema', 'completion'];

describe('--json', () => {
  it('is understood by every command', async () => {
    for (const { name, load } of commands) {
      const command = await load({ io: fakeIo({ cwd }), exit: () => undefined });
      expect(
        command.options.map(({ long }) => long),
        name,
      ).toContain('--json');
    }
    expect([...Object.keys(lines), ...Object.keys(elsewhere), ...without].sort()).toEqual(
      commands.map(({ name }) => name).sort(),
    );
    for (const file of Object.values(elsewhere)) expect(readFileSync(file, 'utf8')).toContain('expectPublished(');
  });

  it.each(Object.entries(lines).flatMap(([name, all]) => all.map(([kind, ...args]) => ({ name, kind, args }))))(
    'of $name $args is one document of kind $kind that fits its published schema',
    async ({ name, kind, args }) => {
      const io = fakeIo({ cwd });
      const code = await main([name, ...args, '--json'], io);
      expect(code, io.stderr()).toBeLessThan(2); // 1: no suggestion, which is a document too
      expect(expectPublished(io.stdout()).kind).toBe(`lr-tool/${kind}`);
    },
  );

  it('of schema is the schema, and completion says that it has none', async () => {
    const io = fakeIo({ cwd });
    expect(await main(['schema', 'find', '--json'], io)).toBe(0);
    expect(JSON.parse(io.stdout()).title).toBe('lr-tool/find, version 1');
    expect(await main(['completion', 'bash', '--json'], io)).toBe(2);
    expect(io.stderr()).toContain('a script is no JSON');
  });
});
