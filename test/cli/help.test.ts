import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/all.js';
import { wordsOfLine } from '../../src/cli/completion/line.js';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { describedBy } from '../../src/cli/help.js';
import { main } from '../../src/cli/main.js';
import { fakeIo } from './fake-io.js';

const helpOf = async (args: readonly string[], columns = 80) => {
  const io = fakeIo({ cwd: process.cwd(), columns });
  expect(await main([...args], io)).toBe(0);
  return io.stdout();
};
const load = (name: string) =>
  commands.find((one) => one.name === name)!.load({ io: fakeIo({ cwd: '.' }), exit: () => undefined });

describe.each(commands)('the help of $name', ({ name }) => {
  it('leads with examples, then tells how it is used', async () => {
    const help = await helpOf([name, '--help']);
    const order = ['Examples:', 'Usage:', '--help'].map((text) => help.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  it.each([40, 60, 80, 200])('is not wider than %d columns', async (columns) => {
    for (const line of (await helpOf([name, '--help'], columns)).split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(columns);
    }
  });

  it('is the same by `help`, `-h` and `--help`', async () => {
    const help = await helpOf([name, '--help']);
    expect(await helpOf([name, '-h'])).toBe(help);
    expect(await helpOf(['help', name])).toBe(help);
  });

  it('has examples of flags that there are', async () => {
    const { examples } = describedBy((await load(name)).description());
    expect(examples.length).toBeGreaterThan(0);
    for (const part of examples.flatMap(({ line }) => line.split(/ \| |<\(|\)/)).map((text) => text.trim())) {
      const [program, typed = '', ...words] = wordsOfLine(part);
      if (program !== 'lr-tool') continue;
      const flags = (await load(typed)).options.flatMap(({ long, short }) => [long, short]);
      for (const word of words.filter((one) => /^--?[a-z]/.test(one)))
        expect(flags, `${part}: ${word}`).toContain(word);
    }
  });

  it('says something of every flag and argument', async () => {
    const command = await load(name);
    for (const { description } of [...command.options, ...command.registeredArguments])
      expect(description).not.toBe('');
  });
});

describe('the help of lr-tool', () => {
  it.each([40, 60, 80, 200])('is not wider than %d columns', async (columns) => {
    for (const line of (await helpOf([], columns)).split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });

  it('has the table of exit codes', async () => {
    const help = (await helpOf(['--help'], 200)).split('Exit codes:')[1]!;
    for (const { code, meaning } of exitCodes) expect(help).toMatch(new RegExp(`^ {2}${code} +${meaning}$`, 'm'));
  });

  it('begins with examples that stand on their own', async () => {
    const help = await helpOf(['--help']);
    expect(help.indexOf('lr-tool find digits-mlp')).toBeLessThan(help.indexOf('Commands:'));
  });
});

it('a description is its text and its examples', () => {
  expect(describedBy('Does it.\n\nMore.\n\nExamples:\n  lr-tool x --y   to see\n  lr-tool z')).toEqual({
    paragraphs: ['Does it.', 'More.'],
    examples: [
      { line: 'lr-tool x --y', text: 'to see' },
      { line: 'lr-tool z', text: '' },
    ],
  });
});
