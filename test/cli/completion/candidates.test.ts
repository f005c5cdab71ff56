import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../../src/analysis/suggest/all.js';
import { commands } from '../../../src/cli/commands/all.js';
import { wordsOfLine } from '../../../src/cli/completion/line.js';
import { main } from '../../../src/cli/main.js';
import { optimizers } from '../../../src/optimizers/all.js';
import { schedules } from '../../../src/schedules/all.js';
import { fakeIo } from '../fake-io.js';

const cwd = mkdtempSync(join(tmpdir(), 'lr-tool-candidates-'));
afterAll(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, 'own.yaml'), 'dataset: digits\n');
writeFileSync(join(cwd, 'table.csv'), 'a,b\n');
const run = join(cwd, 'runs', '20260101T000000Z-find-abc');
mkdirSync(run, { recursive: true });
writeFileSync(join(run, 'report.json'), '{}');

async function answer(line: string): Promise<{ mode: string; values: string[]; texts: string[] }> {
  const io = fakeIo({ cwd });
  expect(await main(['completion', '--line', line], io)).toBe(0);
  const [mode = '', ...lines] = io.stdout().trimEnd().split('\n');
  return { mode, values: lines.map((one) => one.split('\t')[0]!), texts: lines.map((one) => one.split('\t')[1] ?? '') };
}
const valuesFor = async (line: string) => (await answer(line)).values;

describe('what may come next', () => {
  it('is every command, with its line of help', async () => {
    const { values, texts } = await answer('lr-tool ');
    expect(values).toEqual([...commands.map(({ name }) => name), 'help']);
    expect(texts[0]).toBe(commands[0]!.summary);
  });

  it.each(commands)('of $name is each of its flags', async ({ name, load }) => {
    const command = await load({ io: fakeIo({ cwd }), exit: () => undefined });
    const flags = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    const found = await valuesFor(`lr-tool ${name} --`);
    for (const flag of flags) expect(found).toContain(flag);
  });

  it.each([
    ['lr-tool help sug', ['suggest']],
    ['lr-tool find --rule ', ['auto', ...rules.map(({ name }) => name)]],
    ['lr-tool suggest x.csv --rule ', ['auto', ...rules.map(({ name }) => name)]],
    ['lr-tool train --schedule one', ['one-cycle']],
    ['lr-tool schedule ', [...schedules.map(({ name }) => name), 'own.yaml']],
    ['lr-tool compare iris-csv --schedules clr,cosine,clr', []],
    ['lr-tool compare iris-csv --schedules clr,one', ['clr,one-cycle']],
    ['lr-tool find --set optimizer=', optimizers.map(({ name }) => `optimizer=${name}`)],
    ['lr-tool find --set optimizer.name=rm', ['optimizer.name=rmsprop']],
    ['lr-tool find --set train.schedule=one', ['train.schedule=one-cycle']],
    ['lr-tool find --set model.layers.0.layer=conv', ['model.layers.0.layer=conv2d']],
    ['lr-tool find --set dataset.oneHot=', ['dataset.oneHot=true', 'dataset.oneHot=false']],
    ['lr-tool find --backend=w', ['--backend=wasm']],
    ['lr-tool find own', ['own.yaml']],
    ['lr-tool find iris', ['iris-csv']],
    ['lr-tool init tab', ['table.csv']],
    ['lr-tool init sp', ['spirals']],
    ['lr-tool train --from ', ['runs/20260101T000000Z-find-abc', 'runs/']],
    ['lr-tool train --resume ', ['latest', 'runs/20260101T000000Z-find-abc']],
    ['lr-tool train --monitor acc', ['accuracy']],
    ['lr-tool completion ', ['bash', 'zsh', 'fish']],
    ['lr-tool nothing ', []],
    ['lr-tool find --steps ', []],
  ])('of "%s" is %j', async (line, wanted) => {
    expect(
      (await valuesFor(line)).filter(
        (value) =>
          !/^(clr-demo|digits|fashion|iris-csv|mnist|moons|repro|sine|runs\/)/.test(value) || wanted.includes(value),
      ),
    ).toEqual(wanted);
  });

  it('is the keys of the kind that was chosen before', async () => {
    const found = await valuesFor('lr-tool find --set optimizer=momentum --set optimizer.');
    expect(found).toContain('optimizer.momentum=');
    expect(found).not.toContain('optimizer.beta1=');
    expect(await valuesFor('lr-tool find --set optimizer.')).toContain('optimizer.beta1=');
  });

  it('is the parameters of the schedule that was named', async () => {
    const found = await valuesFor('lr-tool schedule clr --set ');
    expect(found).toContain('halfCycle=');
    expect(found).not.toContain('optimizer=');
  });

  it('leaves no blank behind what goes on', async () => {
    expect((await answer('lr-tool find --set optimizer')).mode).toBe('open');
    expect((await answer('lr-tool find --set optimizer=ad')).mode).toBe('closed');
  });

  it('is not a flag that stands there already, but for those that repeat', async () => {
    const found = await valuesFor('lr-tool find --seed 1 --set a=1 --se');
    expect(found).toEqual(['--set']);
  });
});

describe('a line as far as it is typed', () => {
  it.each([
    ['', ['']],
    ['lr-tool', ['lr-tool']],
    ['lr-tool ', ['lr-tool', '']],
    ['lr-tool  find   x', ['lr-tool', 'find', 'x']],
    ["a 'b c' d", ['a', 'b c', 'd']],
    ["a 'b c", ['a', 'b c']],
    ['a "b\\"c" ', ['a', 'b"c', '']],
    ['a b\\ c', ['a', 'b c']],
    ["a '' ", ['a', '', '']],
  ])('%j is %j', (line, words) => {
    expect(wordsOfLine(line)).toEqual(words);
  });
});
