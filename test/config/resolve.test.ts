import { describe, expect, it } from 'vitest';
import type { ResolvedConfig } from '../../src/config/resolve.js';
import { resolveText, smallest } from './world.js';

const originOf = ({ origins }: ResolvedConfig, path: string) =>
  origins.find((entry) => entry.path.join('.') === path)?.origin;

describe('precedence', () => {
  const file = '{ "dataset": "digits", "model": "mlp",\n  "seed": 1 }';
  const env = { LR_TOOL_SEED: '2' };
  const set = ['seed=3', 'seed=4'];
  const flags = [{ path: 'seed', value: '5', origin: '--seed' }];

  it.each([
    ['defaults', smallest, {}, 42, 'default'],
    ['the file over defaults', file, {}, 1, 'stdin:2:11'],
    ['the environment over the file', file, { env }, 2, 'env LR_TOOL_SEED'],
    ['--set over the environment, the last one', file, { env, set }, 4, '--set'],
    ['flags over all', file, { env, set, flags }, 5, '--seed'],
  ])('%s', async (_, text, overrides, seed, origin) => {
    const resolved = await resolveText(text, overrides);
    expect(resolved.config.seed).toBe(seed);
    expect(originOf(resolved, 'seed')).toBe(origin);
  });

  it('an empty environment variable is one that is not set', async () => {
    expect((await resolveText(file, { env: { LR_TOOL_SEED: '' } })).config.seed).toBe(1);
  });

  it('null takes away what the file says, and is no value', async () => {
    const text = '{ "dataset": "digits", "model": "mlp", "loss": "huber", "train": { "plateau": {} } }';
    const { config } = await resolveText(text, { set: ['loss=null', 'train.plateau=null', 'batchSize=null'] });
    expect(config).not.toHaveProperty('loss');
    expect(config.train).not.toHaveProperty('plateau');
    expect(config.batchSize).toBe(32);
    await expect(resolveText(text, { set: ['dataset=null'] })).rejects.toThrow('dataset');
  });

  it('every value has one origin', async () => {
    const resolved = await resolveText(smallest, { set: ['find.steps=7'] });
    expect(originOf(resolved, 'find.steps')).toBe('--set');
    expect(originOf(resolved, 'dataset.name')).toBe('stdin:1:14');
    expect(originOf(resolved, 'optimizer.name')).toBe('default');
    const paths = resolved.origins.map(({ path }) => path.join('.'));
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('the resolved config', () => {
  it('gives itself when resolved again', async () => {
    const text =
      '{ "dataset": "digits", "model": { "name": "mlp", "hidden": [8] }, "loss": "huber", "optimizer": "adamw" }';
    const { config } = await resolveText(text);
    expect((await resolveText(JSON.stringify(config))).config).toEqual(config);
  });

  it('has no $schema: that is about the file', async () => {
    const { config } = await resolveText('{ "$schema": "./x.json", "dataset": "digits", "model": "mlp" }');
    expect(config).not.toHaveProperty('$schema');
  });

  it('has absolute paths: from the folder of the file, or from where --set was typed', async () => {
    const text =
      '{ "dataset": { "name": "csv", "path": "a.csv" }, "model": { "name": "file", "path": "../m/model.json" } }';
    expect((await resolveText(text)).config).toMatchObject({
      dataset: { path: '/work-dir/a.csv' },
      model: { path: '/m/model.json' },
    });
    const set = ['dataset.name=idx', 'dataset.images=i', 'dataset.labels=/l', 'model=mlp'];
    expect((await resolveText(text, { set, cwd: '/here' })).config.dataset).toMatchObject({
      images: '/here/i',
      labels: '/l',
    });
  });
});

describe('a section may be its name alone', () => {
  it.each(['dataset', 'model', 'optimizer', 'loss'])('%s', async (section) => {
    const names: Record<string, string> = { dataset: 'moons', model: 'linear', optimizer: 'lion', loss: 'mae' };
    const name = names[section]!;
    const base = { dataset: 'digits', model: 'mlp' };
    const alone = await resolveText(JSON.stringify({ ...base, [section]: name }));
    const whole = await resolveText(JSON.stringify({ ...base, [section]: { name } }));
    expect(alone.config).toEqual(whole.config);
    expect(alone.config).toMatchObject({ [section]: { name } });
    expect(originOf(alone, `${section}.name`)).toMatch(/^stdin:/);
  });
});

describe('--set is typed by the schema', () => {
  it.each([
    ['find.steps=50', { find: { steps: 50 } }],
    ['find.startLr=1e-5', { find: { startLr: 1e-5 } }],
    ['find.mode=linear', { find: { mode: 'linear' } }],
    ['model.hidden=[3, 4]', { model: { hidden: [3, 4] } }],
    ['model.hidden[0]=5', { model: { hidden: [5] } }],
    ['model.batchNorm=true', { model: { batchNorm: true } }],
    ['model={"name":"mlp","dropout":0.5}', { model: { dropout: 0.5, hidden: [64] } }],
    ['optimizer=adam', { optimizer: { name: 'adam', beta1: 0.9 } }],
    ['optimizer.momentum=0.5', { optimizer: { name: 'sgd', momentum: 0.5 } }],
    ['metrics=["accuracy"]', { metrics: ['accuracy'] }],
    ['loss.fromLogits=false', { loss: { fromLogits: false } }],
    ['seed=-3', { seed: -3 }],
  ])('%s', async (argument, expected) => {
    const text = '{ "dataset": "digits", "model": { "name": "mlp", "hidden": [64] } }';
    expect((await resolveText(text, { set: [argument] })).config).toMatchObject(expected);
  });

  it('a number stays text where text is wanted, and a column may be either', async () => {
    const set = ['dataset.name=csv', 'dataset.path=2024', 'dataset.label=3'];
    expect((await resolveText(smallest, { set })).config.dataset).toMatchObject({ path: '/work-dir/2024', label: 3 });
    const named = [...set, 'dataset.label=species'];
    expect((await resolveText(smallest, { set: named })).config.dataset).toMatchObject({ label: 'species' });
  });

  it('parameters may come before the name they belong to', async () => {
    const { config } = await resolveText(smallest, { set: ['optimizer.beta1=0.8', 'optimizer.name=adam'] });
    expect(config.optimizer).toMatchObject({ name: 'adam', beta1: 0.8 });
  });

  it.each([
    ['find.steps=0', '--set find.steps=0: find.steps: must be at least 2, is 0'],
    ['find.stepz=3', "--set find.stepz=3: find.stepz: unknown key (did you mean 'steps'?)"],
    ['fnd.steps=3', "--set fnd.steps=3: fnd: unknown key (did you mean 'find'?)"],
    ['seed=abc', "--set seed=abc: seed: must be a number, is 'abc'"],
    ['seed=', "--set seed=: seed: must be a number, is ''"],
    ['seed', '--set seed: must be key.path=value'],
    ['=3', '--set =3: must be key.path=value'],
    ['find..steps=3', '--set find..steps=3: must be key.path=value'],
    ['seed.x=3', '--set seed.x=3: seed: must be a number, is an object'],
    ['model.hidden[3]=3', 'model.hidden: has no entry 3 (entries: 0 to 0)'],
    ['model.hidden.a=3', 'model.hidden: has no entry a'],
    ['find.endLr=1e-9', '--set find.endLr=1e-9: find.startLr: must be below find.endLr, is 1e-7 and that is 1e-9'],
    ['model={"name":', '--set model={"name":: model: a value should be here'],
  ])('%s is refused', async (argument, message) => {
    const text = '{ "dataset": "digits", "model": { "name": "mlp", "hidden": [64] } }';
    const error = await resolveText(text, { set: [argument] }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toContain(message);
  });

  it('mistakes in the environment and in flags name where they were typed', async () => {
    const overrides = {
      env: { LR_TOOL_SEED: 'abc', LR_TOOL_BACKEND: 'wams' },
      flags: [{ path: 'find.steps', value: 'many', origin: '--steps' }],
    };
    const error = (await resolveText(smallest, overrides).catch((thrown: Error) => thrown)) as Error;
    expect(error.message).toContain("LR_TOOL_SEED=abc: seed: must be a number, is 'abc'");
    expect(error.message).toContain("LR_TOOL_BACKEND=wams: backend: unknown backend 'wams' (did you mean 'wasm'?)");
    expect(error.message).toContain("--steps many: find.steps: must be a number, is 'many'");
  });

  it('a mistake of the file stays with the file', async () => {
    const error = await resolveText('{"dataset":"digits","model":"mlp","find":{"steps":0}}', {
      set: ['find.endLr=1'],
    }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/^stdin:1:51: find\.steps: must be at least 2/);
  });
});

describe('another name of a section', () => {
  const text = `{ "dataset": { "name": "fashion-mnist", "scaling": "unit", "limit": 100 },
  "model": { "name": "mlp", "hidden": [4], "dropout": 0.5 },
  "optimizer": { "name": "momentum", "momentum": 0.8, "weightDecay": 0.1 } }`;

  it('keeps what the new one also knows and leaves the rest of the file out, saying so', async () => {
    const set = ['dataset.name=mnist', 'model.name=fashion-cnn', 'optimizer.name=adam'];
    const { config, notes } = await resolveText(text, { set });
    expect(config.dataset).toMatchObject({ name: 'mnist', scaling: 'unit', limit: 100 });
    expect(config.model).toEqual({ name: 'fashion-cnn', rescale: true, dropout: 0.5 });
    expect(config.optimizer).toMatchObject({ name: 'adam', weightDecay: 0.1 });
    expect(config.optimizer).not.toHaveProperty('momentum');
    expect(notes).toEqual([
      "model.hidden (stdin:2:39) is no parameter of 'fashion-cnn' and was left out",
      "optimizer.momentum (stdin:3:50) is no parameter of 'adam' and was left out",
    ]);
  });

  it('never leaves out what was typed', async () => {
    const set = ['optimizer.name=adam', 'optimizer.momentum=0.5'];
    await expect(resolveText(text, { set })).rejects.toThrow(
      '--set optimizer.momentum=0.5: optimizer.momentum: unknown key',
    );
  });

  it('of the whole section replaces all of it', async () => {
    const { config, notes } = await resolveText(text, { set: ['optimizer=sgd'] });
    expect(config.optimizer).toMatchObject({ name: 'sgd', momentum: 0, weightDecay: 0 });
    expect(notes).toEqual([]);
  });

  it('that is unknown is the only mistake told', async () => {
    const error = await resolveText(text, { set: ['model.name=fasion-cnn'] }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toBe(
      "--set model.name=fasion-cnn: model.name: unknown model 'fasion-cnn' (did you mean 'fashion-cnn'?)",
    );
  });
});
