import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../src/analysis/suggest/all.js';
import { nearestName } from '../../src/base/names.js';
import { commands } from '../../src/cli/commands/all.js';
import { main } from '../../src/cli/main.js';
import { bundledNames } from '../../src/config/bundled.js';
import { datasetNames } from '../../src/datasets/all.js';
import { layerNames } from '../../src/models/layers.js';
import { lossNames } from '../../src/models/losses.js';
import { metricNames } from '../../src/models/metrics.js';
import { optimizerNames } from '../../src/optimizers/all.js';
import { scheduleNames } from '../../src/schedules/all.js';
import { fakeIo } from './fake-io.js';

const cwd = mkdtempSync(join(tmpdir(), 'lr-tool-typos-'));
afterAll(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, 'flat.csv'), 'epoch,learning_rate,loss\n0,0.1,1\n1,0.2,1\n2,0.3,1\n');

const told = async (...args: string[]) => {
  const io = fakeIo({ cwd });
  const code = await main(args, io);
  return { code, err: io.stderr() };
};

/** Texts one edit away: a letter left out, doubled, swapped with its neighbour, replaced. */
const typosOf = (word: string, from = 0): string[] => {
  const places = Array.from(word, (_, i) => i).slice(from);
  return places.flatMap((i) => [
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i + 1) + word.slice(i),
    word.slice(0, i) + (word[i + 1] ?? '') + word[i]! + word.slice(i + 2),
    `${word.slice(0, i)}q${word.slice(i + 1)}`,
  ]);
};
const shareOf = (cases: readonly boolean[]) => cases.filter(Boolean).length / cases.length;

describe('a typo of one letter is answered with what was meant, in 95 of 100 cases or more:', () => {
  it('commands', async () => {
    const names = commands.map(({ name }) => name);
    const cases: boolean[] = [];
    for (const name of names) {
      for (const typo of typosOf(name).filter((one) => !names.includes(one))) {
        const { code, err } = await told(typo);
        expect(code).toBe(2);
        cases.push(err.includes(name));
      }
    }
    expect(shareOf(cases)).toBeGreaterThanOrEqual(0.95);
  });

  it.each(commands.filter(({ name }) => name !== 'completion'))('flags of $name', async ({ name, load }) => {
    const { options } = await load({ io: fakeIo({ cwd }), exit: () => undefined });
    const flags = options.filter(({ hidden }) => !hidden).map(({ long }) => long!);
    const cases: boolean[] = [];
    for (const flag of flags) {
      const typos = typosOf(flag, 3).filter((one) => !flags.includes(one) && one !== '--help');
      for (const typo of typos.filter((_, i) => i % 7 === 0)) {
        const { code, err } = await told(name, typo);
        expect(code, typo).toBe(2);
        cases.push(err.includes(flag));
      }
    }
    expect(shareOf(cases)).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ['schedules', scheduleNames],
    ['rules', rules.map(({ name }) => name)],
    ['layers', layerNames],
    ['optimizers', optimizerNames],
    ['data sets', datasetNames],
    ['losses', lossNames],
    ['metrics', metricNames],
    ['bundled configs', bundledNames()],
  ])('names of %s', (_, names: readonly string[]) => {
    const cases = names.flatMap((name) =>
      typosOf(name)
        .filter((typo) => !names.includes(typo))
        .map((typo) => nearestName(typo, names) === name),
    );
    expect(shareOf(cases)).toBeGreaterThanOrEqual(0.95);
  });
});

describe('the message names what was meant and what to type, wherever it was typed:', () => {
  it.each([
    [['fnd'], /find/],
    [['help', 'fnd'], /did you mean 'find'/],
    [['find', '--stepz', '5'], /--steps/],
    [['find', 'digits-mpl'], /digits-mlp/],
    [['find', 'digits-mlp', '--rule', 'stepest'], /steepest/],
    [['find', 'digits-mlp', '--for', 'onecycle'], /one-cycle/],
    [['find', 'digits-mlp', '--backend', 'wsam'], /wasm/],
    [['find', 'digits-mlp', '--set', 'optimizer=adm'], /adam/],
    [['find', 'digits-mlp', '--set', 'optimzer=adam'], /optimizer/],
    [['find', 'digits-mlp', '--set', 'find.stpes=5'], /steps/],
    [['find', 'digits-mlp', '--set', 'dataset=digts'], /digits/],
    [['find', 'digits-mlp', '--set', 'loss=msee'], /mse/],
    [
      ['find', 'digits-mlp', '--set', 'model.layers=[{"layer":"dnse","units":3}]', '--set', 'model.name=layers'],
      /dense/,
    ],
    [['train', 'digits-mlp', '--schedule', 'coisne'], /cosine/],
    [['train', 'digits-mlp', '--set', 'train.schedule.maxlr=1'], /maxLr/],
    [['compare', 'digits-mlp', '--schedules', 'clr,coisne'], /cosine/],
    [['compare', 'digits-mlp', '--judge', 'acuracy'], /accuracy/],
    [['schedule', 'coisne'], /cosine/],
    [['schedule', '--list', 'coisne'], /cosine/],
    [['schedule', 'clr', '--set', 'halfcycle=5'], /halfCycle/],
    [['schedule', 'clr', '--format', 'pytroch'], /Did you mean 'pytorch'/],
    [['schedule', 'clr', '--warmup-shape', 'lineer'], /Did you mean 'linear'/],
    [['suggest', 'flat.csv', '--rule', 'stepest'], /Did you mean 'steepest'/],
    [['suggest', 'flat.csv', '--profile', 'fastia'], /Did you mean 'fastai'/],
    [['suggest', 'flat.csv', '--lr-column', 'learningrate'], /learning_rate/],
    [['suggest', 'flt.csv'], /flt\.csv/],
    [['schema', 'fnd'], /Did you mean 'find'/],
    [['completion', 'bsh'], /Did you mean 'bash'/],
    [['setup', '--from', 'weel'], /Did you mean 'wheel'/],
    [['init', 'moon'], /moons/],
    [['init', 'flat.csv', '--target', 'lss'], /loss/],
    [['init', 'flat.csv', '--task', 'regresion'], /Did you mean 'regression'/],
  ] as const)('%j', async (args, message) => {
    const { code, err } = await told(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
