import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { fakeIo } from '../cli/fake-io.js';

/** What a terminal would obey, around a name. */
const payloads: readonly string[] = [
  ...[
    '\u001b[2J',
    '\u001b[31m',
    '\u001b[1;1H',
    '\u001b[?1049h',
    '\u001b[6n',
    '\u001bc',
    '\u001b(0',
    '\u001b#8',
    '\u001b7',
  ],
  ...[
    '\u001b]0;owned\u0007',
    '\u001b]8;;http://x\u001b\\',
    '\u001b]52;c;cm0=\u0007',
    '\u001b]1337;File=:x\u0007',
    '\u001b]0;no end',
  ],
  ...[
    '\u001bPq#0\u001b\\',
    '\u001b_Gx\u001b\\',
    '\u001b^x\u001b\\',
    '\u001bXx\u001b\\',
    '\u001b',
    '\u001b[',
    '\u001b]',
  ],
  ...['\u009b31m', '\u009d0;x\u009c', '\u0090x\u009c', '\u0084', '\u0085', '\u008d', '\u009a', '\u0080', '\u009f'],
  ...['\u0000', '\u0007', '\b\b\b', '\u000b', '\f', '\u000e', '\u000f', '\u007f', '\u0018', '\u001a', '\u0005'],
  ...['\r', '\rerror: none', '\u202e', '\u202d', '\u2066', '\u2069', '\u200f', '\u061c', '\u2028', '\u2029'],
];
/** No byte of C0 but the line end, none of C1, no mark of direction, no line separator. */
const forbidden = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-terminal-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function printed(args: readonly string[], stdin = ''): Promise<string> {
  const io = fakeIo({ cwd, stdin });
  await main(args, io);
  return io.stdout() + io.stderr();
}

/** A name that is legal for files: those have neither NUL nor slash. */
const named = (payload: string) => `x${payload.replaceAll('\0', '').replaceAll('/', '')}y`;

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/${name}.v1.json`, 'utf8'));

/** The report with the payload in all its texts but those that say what it is. */
function tainted(value: unknown, payload: string, key = ''): unknown {
  const fixed = ['kind', 'backend', 'mode', 'stop', 'status', 'standing', 'better', 'confidence', 'sha256', 'rates'];
  if (typeof value === 'string') return fixed.includes(key) ? value : `${value}${payload}`;
  if (Array.isArray(value)) return value.map((item) => tainted(item, payload, key));
  if (typeof value !== 'object' || value === null) return value;
  const free = ['suggestions', 'metrics', 'versions', 'parameters'].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [free ? `${name}${payload}` : name, tainted(item, payload, name)]),
  );
}

/** Every way in which text of others reaches the terminal. */
const roads: readonly { readonly road: string; readonly print: (payload: string) => Promise<string> }[] = [
  {
    road: 'the columns and cells of a curve',
    print: async (payload) =>
      (await printed(['suggest', '-'], `lr${payload},x${payload},loss\n1,2,z${payload}\n`)) +
      (await printed(['suggest', '-'], `a${payload},b${payload}\n1,2\n`)) +
      (await printed(['suggest', '-', '--lr-column', `q${payload}`], `lr,loss\n1,2\n`)),
  },
  {
    road: 'the keys of a JSON curve',
    print: (payload) =>
      printed(['suggest', '-'], JSON.stringify({ [`lr${payload}`]: [1], [`b${payload}`]: [`c${payload}`] })),
  },
  {
    road: 'names of files',
    print: async (payload) => {
      writeFileSync(join(cwd, named(payload)), 'lr,loss\n0.1,1\n0.2,2\n');
      return (
        (await printed(['suggest', named(payload)])) +
        (await printed(['plot', named(payload)])) +
        (await printed(['find', named(payload)])) +
        (await printed(['plot', `no${named(payload)}`]))
      );
    },
  },
  {
    road: 'keys, values and texts of a config',
    print: async (payload) => {
      const value = `v${payload}`;
      return (
        (await printed(['find', '-'], JSON.stringify({ [value]: value, dataset: value, model: { name: value } }))) +
        (await printed(['find', '-'], `dataset: ${JSON.stringify(value)}\nmodel: [${value}\n`)) +
        (await printed(['find', '-'], JSON.stringify({ dataset: { name: 'csv', path: value }, model: 'mlp' }))) +
        (await printed(['find', 'digits-mlp', '--set', `${value}=${value}`, '--show-config']))
      );
    },
  },
  {
    road: 'the columns, cells and labels of data',
    print: async (payload) => {
      const config = JSON.stringify({ dataset: { name: 'csv', path: 'data.csv' }, model: 'linear' });
      writeFileSync(join(cwd, 'data.csv'), `a${payload},b\n1,z${payload}\nq${payload},z\n`);
      return printed(['find', '-', '--backend', 'cpu', '--no-save'], config);
    },
  },
  ...['find', 'train', 'compare'].map((kind) => ({
    road: `the texts of a report of ${kind}`,
    print: (payload: string) => printed(['plot', '-'], JSON.stringify(tainted(fixture(kind), payload))),
  })),
  {
    road: 'the parameters of a report of schedule',
    print: (payload) => {
      const schedule = { name: 'constant', parameters: { [`a${payload}`]: `b${payload}`, c: [payload] } };
      const lengths = { warmupSteps: 0, totalSteps: 2, stepsPerEpoch: 1 };
      const report = { kind: 'lr-tool/schedule', version: 1, tool: payload, schedule: { ...schedule, ...lengths } };
      return printed(['plot', '-'], JSON.stringify({ ...report, lr: [1, 0.5] }));
    },
  },
  {
    road: 'what is typed',
    print: async (payload) =>
      (await printed([`x${payload}`])) +
      (await printed(['find', `--x${payload}`])) +
      (await printed(['help', `x${payload}`])) +
      (await printed(['find', 'digits-mlp', '--steps', `x${payload}`])) +
      (await printed(['find', 'digits-mlp', '--rule', `x${payload}`])) +
      (await printed(['train', '--resume', `x${payload}`])) +
      (await printed(['compare', '--schedules', `x${payload}`])) +
      (await printed(['schedule', `x${payload}`])),
  },
];

describe(`${payloads.length} texts that steer terminals`, () => {
  it.each(roads)('do not reach it by $road', async ({ print }) => {
    for (const payload of payloads) {
      const text = await print(payload);
      expect(text).not.toBe('');
      expect(text.match(forbidden)?.[0], `${JSON.stringify(payload)} in ${JSON.stringify(text)}`).toBeUndefined();
    }
  });
});
