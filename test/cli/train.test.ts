import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { type TrainReport, trainReport } from '../../src/reports/train.js';
import { trainingSchedules } from '../../src/schedules/all.js';
import { readSafetensors } from '../../src/storage/safetensors.js';
import { commandIn, fakeIo } from './fake-io.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-train-'));
  const moons = { dataset: { name: 'moons', rows: 200 }, model: { name: 'mlp', hidden: [8] }, backend: 'cpu' };
  writeFileSync(join(cwd, 'moons.json'), JSON.stringify(moons));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (...args: string[]) => commandIn(cwd, ...args);
const train = (...args: string[]) => cli('train', 'moons.json', '--epochs', '2', ...args);
const reportOf = (out: string): TrainReport => trainReport.parse(JSON.parse(out));
const runFolders = () =>
  readdirSync(cwd)
    .filter((name) => name === 'runs')
    .flatMap((name) => readdirSync(join(cwd, name)));

describe('lr-tool train', () => {
  it.each(trainingSchedules.map(({ name }) => name))('trains with %s and nothing but a rate', async (name) => {
    writeFileSync(join(cwd, 'lr.csv'), 'epoch,lr\n0,0.1\n1,0.05\n');
    const needed = name === 'csv' ? ['--set', 'train.schedule.path=lr.csv'] : [];
    const { code, out } = await train('--schedule', name, '--max-lr', '0.1', '--json', '--no-save', ...needed);
    const report = reportOf(out);
    expect([code, report.stop, report.schedule.name, report.epochs.epoch]).toEqual([0, 'completed', name, [1, 2]]);
    expect(report.final!.valLoss).toBeLessThan(report.steps.loss[0]!);
  });

  it('moves the momentum against the rate, records it and draws it', async () => {
    const cycled = ['--schedule', 'one-cycle', '--max-lr', '0.1', '--set', 'train.schedule.cycleMomentum=true'];
    const run = await train(...cycled, '--set', 'optimizer=momentum', '--warmup', '2');
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/learning rate[\s\S]*momentum[\s\S]*0\.95/);
    const folder = join(cwd, 'runs', runFolders()[0]!);
    const { steps } = reportOf(readFileSync(join(folder, 'report.json'), 'utf8'));
    const momentum = steps.momentum!;
    expect(momentum.slice(0, 3)).toEqual([0.95, 0.95, 0.95]); // the warm-up keeps what the schedule begins with
    expect(Math.min(...momentum)).toBeCloseTo(0.85, 1);
    expect(momentum.indexOf(Math.min(...momentum))).toBe(steps.lr.indexOf(Math.max(...steps.lr)));
    const [header, first] = readFileSync(join(folder, 'metrics.csv'), 'utf8').split('\n');
    expect([header, first!.split(',')[3]]).toEqual(['step,epoch,lr,momentum,loss,valLoss,accuracy', '0.95']);
    const still = await train('--schedule', 'one-cycle', '--max-lr', '0.1', '--set', 'optimizer=momentum', '--json');
    expect(reportOf(still.out).steps.momentum).toBeUndefined();
    expect(reportOf(still.out).weights.sha256).not.toBe(
      reportOf(readFileSync(join(folder, 'report.json'), 'utf8')).weights.sha256,
    );
  });

  it('trains with a chain of parts and a warm-up of another shape', async () => {
    writeFileSync(join(cwd, 'lr.csv'), 'epoch,lr\n0,0.02\n');
    const parts = '[{"schedule":"constant","length":5},{"schedule":{"name":"csv","path":"lr.csv"}}]';
    const composed = ['train.schedule=chain', `train.schedule.parts=${parts}`, 'train.warmupShape=constant'];
    const { out } = await train(
      ...composed.flatMap((setting) => ['--set', setting]),
      ...['--set', 'train.warmupFrom=0.01', '--warmup', '2', '--max-lr', '0.1', '--json', '--no-save'],
    );
    expect(reportOf(out).steps.lr).toEqual([0.01, 0.01, 0.1, 0.1, 0.1, 0.1, 0.1, 0.02, 0.02, 0.02]);
  });

  it.each([
    [['train.schedule=csv'], /train.schedule.path: is missing/],
    [['train.schedule=csv', 'train.schedule.path=none.csv'], /none.csv cannot be read/],
    [['train.schedule=chain', 'train.schedule.parts=[{"schedule":"coisne"}]'], /did you mean 'cosine'/],
    [
      ['train.schedule=chain', 'train.schedule.parts=[{"schedule":{"name":"cosine","baseLr":1}}]'],
      /cosine: baseLr must/,
    ],
    [['train.warmupShape=exponential', 'train.warmupFrom=0'], /warmupFrom: must be above 0 for an exponential climb/],
  ])('%j is refused, and nothing is written', async (settings, message) => {
    const { code, err } = await train('--max-lr', '0.1', ...settings.flatMap((setting) => ['--set', setting]));
    expect([code, runFolders()]).toEqual([2, []]);
    expect(err).toMatch(message);
  });

  it.each([
    [['optimizer=sgd'], /clr moves the momentum, and sgd has momentum 0\nhint: set optimizer.momentum above 0/],
    [['optimizer=adagrad'], /clr moves the momentum, and adagrad has none .*\nhint: take --set optimizer=momentum/],
    [['optimizer=nadam'], /clr moves the momentum, and nadam has none that a schedule can set/],
    [['train.schedule.maxMomentum=0.6'], /baseMomentum: must not be above maxMomentum, is 0.85 and that is 0.6/],
    [['train.schedule.maxMomentum=1'], /maxMomentum: must be below 1, is 1/],
    [['train.schedule.cycleMomentum=false'], /cycleMomentum: must not be false where maxMomentum is given/],
  ])('%j: what cannot move the momentum is refused, and nothing is written', async (settings, message) => {
    const all = ['train.schedule.maxMomentum=0.95', ...settings].flatMap((setting) => ['--set', setting]);
    const { code, err } = await train('--schedule', 'clr', '--max-lr', '0.1', ...all);
    expect([code, runFolders()]).toEqual([2, []]);
    expect(err).toMatch(message);
  });

  it('prints plots and a summary, one line per epoch on stderr, and saves what can be read again', async () => {
    const { code, out, err } = await train('--schedule', 'constant', '--max-lr', '0.1');
    expect(code).toBe(0);
    expect(out).toMatch(
      /Training: moons, constant, 2 epochs[\s\S]*validation accuracy[\s\S]*learning rate[\s\S]*best {8}epoch/,
    );
    expect(err).toMatch(/epoch 1 of 2 .*\nepoch 2 of 2 |epoch 1 of 2 [\s\S]*epoch 2 of 2 /);
    const [folder] = runFolders();
    const files = readdirSync(join(cwd, 'runs', folder!)).toSorted();
    expect(files).toEqual([
      'best-model',
      'best.safetensors',
      'checkpoints',
      'config.resolved.json',
      'epochs.csv',
      'last-model',
      'last.safetensors',
      'metrics.csv',
      'report.json',
    ]);
    const bytes = readFileSync(join(cwd, 'runs', folder!, 'last.safetensors'));
    const headerBytes = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + headerBytes).toString());
    const shapes = Object.entries<{ shape: number[] }>(header).filter(([name]) => name !== '__metadata__');
    expect(shapes.map(([, { shape }]) => shape)).toEqual([[2, 8], [8], [8, 2], [2]]);
    expect(bytes.length).toBe(8 + headerBytes + 4 * (2 * 8 + 8 + 8 * 2 + 2));
    const drawn = await cli('plot');
    expect(drawn.out).toBe(out);
  });

  it('gives the same weights again from its resolved config, and others from another seed', async () => {
    await train('--max-lr', '0.1', '--warmup', '10%');
    const [folder] = runFolders();
    const resolved = join('runs', folder!, 'config.resolved.json');
    const sha = async (...args: string[]) =>
      reportOf((await cli('train', resolved, '--json', '--no-save', ...args)).out).weights.sha256;
    const first: TrainReport = JSON.parse(readFileSync(join(cwd, 'runs', folder!, 'report.json'), 'utf8'));
    expect(await sha()).toBe(first.weights.sha256);
    expect(await sha('--seed', '7')).not.toBe(first.weights.sha256);
  });

  it('saves weights and model of the best and the last epoch, and the results of every epoch', async () => {
    await train('--max-lr', '0.1', '--epochs', '3');
    const folder = join(cwd, 'runs', runFolders()[0]!);
    const { epochs }: TrainReport = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const [header, ...lines] = readFileSync(join(folder, 'epochs.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('epoch,step,lr,loss,valLoss,accuracy');
    expect(lines.map((line) => line.split(',').map(Number))).toEqual(
      epochs.epoch.map((epoch, i) => [
        epoch,
        epochs.step[i],
        epochs.lr[i],
        epochs.loss[i],
        epochs.valLoss![i],
        epochs.metrics['accuracy']![i],
      ]),
    );
    for (const name of ['best', 'last']) {
      const model = JSON.parse(readFileSync(join(folder, `${name}-model`, 'model.json'), 'utf8'));
      expect(model).toMatchObject({ format: 'layers-model', weightsManifest: [{ paths: ['weights.bin'] }] });
      const weights = readFileSync(join(folder, `${name}-model`, 'weights.bin'));
      const tensors = readFileSync(join(folder, `${name}.safetensors`));
      expect(tensors.subarray(-weights.length).equals(weights)).toBe(true);
      // what was saved can be trained again
      const setting = `model={"name": "file", "path": ${JSON.stringify(join(folder, `${name}-model`, 'model.json'))}}`;
      const again = await train('--max-lr', '1e-9', '--schedule', 'constant', '--set', setting, '--json', '--no-save');
      const at = epochs.valLoss!.indexOf(Math.min(...(epochs.valLoss as number[])));
      const wanted = epochs.valLoss![name === 'best' ? at : 2]!;
      expect(reportOf(again.out).epochs.valLoss![0]).toBeCloseTo(wanted, 5);
    }
  });

  it('ends early with the best weights, cuts the rate before, and says so', async () => {
    const args = ['--schedule', 'constant', '--max-lr', '3', '--epochs', '40', '--seed', '3'];
    const controllers = ['--plateau', '0', '--early-stopping', '4', '--monitor', 'accuracy'];
    const { code, out, err } = await train(...args, ...controllers);
    const report = reportOf(readFileSync(join(cwd, 'runs', runFolders()[0]!, 'report.json'), 'utf8'));
    const { events = [], restoredEpoch, epochs, best, weights } = report;
    expect([code, report.stop]).toEqual([0, 'early-stopping']);
    expect(report.monitor).toEqual({ name: 'accuracy', mode: 'max' });
    expect(events.at(-1)).toMatchObject({ controller: 'earlyStopping', action: 'stop', epoch: epochs.epoch.length });
    expect(events[0]).toMatchObject({ controller: 'plateau', action: 'reduce-lr', lr: [3, 3 * 0.1] });
    const cutAt = epochs.step[events[0]!.epoch - 1]!;
    expect(report.steps.lr.slice(cutAt - 1, cutAt + 1)).toEqual([3, 3 * ((3 * 0.1) / 3)]);
    const accuracies = epochs.metrics['accuracy'] as number[];
    expect(best!.epoch).toBe(1 + accuracies.indexOf(Math.max(...accuracies)));
    expect([restoredEpoch, weights.sha256]).toEqual([best!.epoch, weights.best]);
    expect(out).toMatch(/, stopped early[\s\S]*controllers epoch[\s\S]*weights {5}those of epoch \d+, restored/);
    expect(err).toMatch(/epoch \d+: earlyStopping, ends the training: accuracy has not improved for 4 epochs/);
  });

  it('switches off a controller that the config switches on', async () => {
    const config = { dataset: { name: 'moons', rows: 200 }, model: { name: 'mlp', hidden: [8] }, backend: 'cpu' };
    const controllers = { plateau: { patience: 0 }, earlyStopping: { patience: 1 }, epochs: 3 };
    writeFileSync(join(cwd, 'controlled.json'), JSON.stringify({ ...config, train: controllers }));
    const shown = async (...flags: string[]) => (await cli('train', 'controlled.json', '--show-config', ...flags)).out;
    expect(await shown()).toMatch(/train\.plateau\.patience[\s\S]*train\.earlyStopping\.patience/);
    expect(await shown('--no-plateau')).not.toContain('train.plateau');
    expect(await shown('--no-plateau')).toContain('train.earlyStopping');
    expect(await shown('--no-early-stopping')).not.toContain('train.earlyStopping');
    expect(await shown('--no-plateau', '--plateau', '4')).toMatch(/train\.plateau\.patience +4/);
    expect((await train('--no-plateau', '--max-lr', '0.1', '--no-save')).code).toBe(0); // nothing there to switch off
  });

  it('says why it has no rates, with --quiet too', async () => {
    const { code, out, err } = await train('--quiet', '--set', 'find.endLr=1e-6', '--set', 'find.steps=20');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^the range test supports no learning rate: \S.*\nhint: pass --max-lr/);
  });

  it('warns where early stopping leaves the plateau no time, before training and in the report', async () => {
    const { out, err } = await train(
      '--max-lr',
      '0.1',
      '--plateau',
      '5',
      '--early-stopping',
      '2',
      '--json',
      '--no-save',
    );
    expect(err).toContain('warning: where nothing improves, early stopping ends the training after epoch 3');
    expect(reportOf(out).warnings.map(({ code }) => code)).toContain('W102');
  });

  it('lets a range test find the rates where none are given', async () => {
    const { code, out, err } = await train('--json', '--no-save');
    const { schedule, steps } = reportOf(out);
    expect([code, schedule.rates]).toEqual([0, 'range-test']);
    expect(err).toMatch(/found baseLr .*maxLr/);
    expect(Math.max(...steps.lr)).toBeCloseTo(schedule.parameters['maxLr'] as number, 2);
  });

  it('takes the rates of a find report, flags over them', async () => {
    await cli('find', 'moons.json', '-o', 'found.json', '--no-save');
    const { recommendation } = JSON.parse(readFileSync(join(cwd, 'found.json'), 'utf8'));
    const clr = reportOf((await train('--from', 'found.json', '--json', '--no-save')).out);
    expect(clr.schedule.parameters).toMatchObject({ baseLr: recommendation.baseLr, maxLr: recommendation.maxLr });
    const flat = reportOf((await train('--from', 'found.json', '--schedule', 'constant', '--json', '--no-save')).out);
    expect(flat.schedule.parameters).toEqual({ maxLr: recommendation.lr });
    const typed = reportOf((await train('--from', 'found.json', '--max-lr', '0.5', '--json', '--no-save')).out);
    expect(typed.schedule.parameters).toMatchObject({ baseLr: recommendation.baseLr, maxLr: 0.5 });
  });

  it('tells where the report is of other data, model, optimizer or batch', async () => {
    await cli('find', 'moons.json', '-o', 'found.json', '--no-save');
    const same = await train('--from', 'found.json', '--json', '--no-save');
    expect(same.err).not.toContain('was made with other');
    const other = await train(
      '--from',
      'found.json',
      '--batch-size',
      '8',
      '--set',
      'optimizer=adam',
      '--json',
      '--no-save',
    );
    expect(other.err).toContain('found.json was made with other values of optimizer, batchSize: its rates may not fit');
    const averaged = await train('--from', 'found.json', '--accumulate', '2', '--json', '--no-save');
    expect(averaged.err).toContain('other values of train.accumulate');
  });

  it('stops where the loss is not finite: exit 1, the evidence told and saved, and the last weights that were finite', async () => {
    const { code, out, err } = await train(
      '--schedule',
      'constant',
      '--max-lr',
      '1e38',
      '--set',
      'loss=mse',
      '--set',
      'dataset.oneHot=true',
    );
    expect(err).not.toMatch(/internal error/);
    expect(code, err).toBe(1);
    expect(out).toMatch(/became (NaN|Infinity) at update \d+ \(epoch 1\)/);
    expect(out.replace(/\s+/g, ' ')).toMatch(/; the first: outputs \[\d+, \d\] is (-?Infinity|NaN);/);
    expect(runFolders()).toHaveLength(1);
    const run = join(cwd, 'runs', runFolders()[0]!);
    const files = [
      'checkpoints', // from before the first update
      'config.resolved.json',
      'epochs.csv',
      'last-model',
      'last.safetensors',
      'metrics.csv',
      'report.json',
    ];
    expect(readdirSync(run).toSorted()).toEqual(files);
    const { tensors } = readSafetensors(readFileSync(join(run, 'last.safetensors')));
    expect(tensors.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });

  it('stops where an update leaves weights that are not finite: exit 1, and they are not saved', async () => {
    const { code, out, err } = await train('--schedule', 'constant', '--max-lr', '1e39');
    expect(code, err).toBe(1);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /update 0 \(epoch 1\), lr 1e39, gave numbers that are not finite; the first: \S+ \[\d+, \d+\] is/,
    );
    expect(text).toContain('the weights at the end are not finite and are not saved');
    const files = ['checkpoints', 'config.resolved.json', 'epochs.csv', 'metrics.csv', 'report.json'];
    expect(readdirSync(join(cwd, 'runs', runFolders()[0]!)).toSorted()).toEqual(files);
  });

  it('finishes the update after Ctrl-C, saves and exits with 130', async () => {
    const io = fakeIo({ cwd });
    const running = main(['train', 'moons.json', '--max-lr', '0.1', '--epochs', '100000'], io);
    while (!io.stderr().includes('epoch      2')) await new Promise((done) => setTimeout(done, 20));
    io.send('SIGINT');
    expect(await running).toBe(130);
    const report = reportOf(readFileSync(join(cwd, 'runs', runFolders()[0]!, 'report.json'), 'utf8'));
    expect([report.stop, report.steps.lr.length > 5]).toEqual(['interrupted', true]);
  });

  it.each([
    [['--schedule', 'coisne'], 'cosine'],
    [['--max-lr', '-1'], '--max-lr -1'],
    [['--max-lr', 'NaN'], '--max-lr NaN'],
    [['--max-lr', '0.1', '--base-lr', '0.2'], 'must not be above maxLr'],
    [['--max-lr', '0.1', '--set', 'train.schedule.halfCycle=0'], 'halfCycle'],
    [['--max-lr', '0.1', '--set', 'train.schedule.scale=process(x)'], "unknown name 'process'"],
    [['--schedule', 'multi-step', '--max-lr', '1', '--set', 'train.schedule.milestones=[5,2]'], 'ascending'],
    [['--schedule', 'constant', '--max-lr', '0.1', '--base-lr', '0.01'], 'baseLr'],
    [['--warmup', '3 weeks'], 'warmup'],
    [['--epochs', '0'], '--epochs 0'],
    [['--early-stopping', '-1', '--max-lr', '0.1'], '--early-stopping -1'],
    [['--plateau', 'soon', '--max-lr', '0.1'], '--plateau soon'],
    [['--monitor', 'acuracy'], "did you mean 'accuracy'"],
    [['--set', 'train.plateau.compat=torch'], 'train.plateau.compat'],
    [['--set', 'train.earlyStoping={}'], 'earlyStopping'],
    [['--set', 'train.greedy={"minLr": 2, "maxLr": 1}'], 'must not be above maxLr'],
    [['--from', 'nothing.json'], 'nothing.json'],
    [['--from', 'moons.json'], 'not a report'],
  ])('refuses %j with exit 2, and writes nothing', async (args, says) => {
    const { code, err } = await cli('train', 'moons.json', ...args);
    expect([code, runFolders()]).toEqual([2, []]);
    expect(err).toContain(says);
  });

  it('tells where no run folder can be made: exit 3, and no hanging', async () => {
    const io = fakeIo({ cwd, env: { LR_TOOL_RUNS: join(cwd, 'moons.json', 'runs') } });
    expect(await main(['train', 'moons.json', '--max-lr', '0.1'], io)).toBe(3);
    expect(io.stderr()).toMatch(/could not make the run folder .*moons\.json/);
  });

  it('refuses a report whose curve supports no rate', async () => {
    await cli('find', 'moons.json', '--end-lr', '1e-6', '--steps', '20', '-o', 'flat.json', '--no-save');
    const { code, err } = await train('--from', 'flat.json');
    expect([code, runFolders()]).toEqual([2, []]);
    expect(err).toMatch(/flat\.json supports no learning rate for clr: \S/);
  });

  describe('on digits-mlp', () => {
    const digits = async (...args: string[]) => {
      const { code, out, err } = await cli('train', 'digits-mlp', '--backend', 'wasm', '--json', '--no-save', ...args);
      expect(code, err).toBe(0);
      return reportOf(out);
    };
    /** csv alone cannot do without further options: its rates are those of a file. */
    const names = trainingSchedules.map(({ name }) => name).filter((name) => name !== 'csv');

    it.each(names)('reaches 95 %% with %s and no further options', async (name) => {
      const { schedule, final } = await digits('--schedule', name);
      expect([schedule.name, schedule.rates]).toEqual([name, 'range-test']);
      expect(final!.metrics['accuracy']).toBeGreaterThanOrEqual(0.95);
    });

    it('reaches 95 % with every schedule and the rates of a find report, which are those of the range test', async () => {
      await cli('find', 'digits-mlp', '--backend', 'wasm', '-o', 'found.json', '--no-save');
      for (const name of names) {
        const { schedule, final } = await digits('--schedule', name, '--from', 'found.json', '--epochs', '6');
        expect([schedule.name, schedule.rates], name).toEqual([name, 'given']);
        expect(final!.metrics['accuracy'], name).toBeGreaterThanOrEqual(0.95);
      }
    }, 120_000);
  });
});
