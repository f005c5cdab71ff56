import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { TrainReport } from '../../src/reports/train.js';
import { decodeCheckpoint } from '../../src/storage/checkpoint.js';
import { fakeIo } from '../cli/fake-io.js';

const python = process.env['LR_TOOL_BENCH_PYTHON'] ?? 'bench/.venv/bin/python';
const has = (module: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0;

/** A training with all the files that it can leave. */
let cwd: string;
let run: string;
let report: TrainReport;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-python-'));
  const config = {
    dataset: { name: 'moons', rows: 200 },
    model: { name: 'mlp', hidden: [8] },
    backend: 'wasm',
    train: { epochs: 3, schedule: { name: 'one-cycle', maxLr: 0.5 } },
  };
  writeFileSync(join(cwd, 'moons.json'), JSON.stringify(config));
  expect(await main(['train', 'moons.json', '--tensorboard', 'logs', '--quiet'], fakeIo({ cwd }))).toBe(0);
  run = join(cwd, 'runs', readdirSync(join(cwd, 'runs'))[0]!);
  report = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** What a program prints as JSON; `path` is its argument. */
function printed(program: string, path: string): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', `import json, sys\n${program}`, path], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** One folder of logs, as TensorBoard itself reads it. */
const tensorboard = `
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0})
events.Reload()
print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}))`;

const safetensors = `
from safetensors.numpy import load_file
print(json.dumps({name: [list(t.shape), t.dtype.name, t.flatten().tolist()] for name, t in load_file(sys.argv[1]).items()}))`;

const pandas = `
import pandas
table = pandas.read_csv(sys.argv[1], float_precision='round_trip')
print(json.dumps({name: [None if pandas.isna(x) else x for x in table[name].tolist()] for name in table}))`;

const float32 = (values: readonly (number | null)[]) => values.map((value) => Math.fround(value!));

describe('Python reads what a training leaves (skipped where `npm run bench:setup` was not run)', () => {
  it.skipIf(!has('tensorboard'))('the event files, with TensorBoard', () => {
    const tags = printed(tensorboard, join(cwd, 'logs', readdirSync(join(cwd, 'logs'))[0]!)) as Record<
      string,
      number[][]
    >;
    const valuesOf = (tag: string) => tags[tag]!.map(([, value]) => value);
    expect(Object.keys(tags)).toEqual(expect.arrayContaining(['epoch/loss', 'epoch/validation_accuracy']));
    expect(valuesOf('batch/learning_rate')).toEqual(float32(report.steps.lr));
    expect(valuesOf('batch/loss')).toEqual(float32(report.steps.loss));
    expect(tags['batch/learning_rate']!.map(([step]) => step)).toEqual(report.steps.step);
  });

  it.skipIf(!has('safetensors'))('the weights and checkpoints, with safetensors', () => {
    const [checkpoint] = readdirSync(join(run, 'checkpoints'));
    for (const path of [join(run, 'last.safetensors'), join(run, 'checkpoints', checkpoint!)]) {
      const read = printed(safetensors, path) as Record<string, unknown>;
      expect(Object.keys(read).length).toBeGreaterThan(2);
      if (!path.includes('checkpoints')) continue;
      const { tensors } = decodeCheckpoint(readFileSync(path));
      const dtypes: Record<string, string> = { Uint8Array: 'uint8', Float32Array: 'float32', Float64Array: 'float64' };
      const ours = tensors.map(({ name, shape, values }) => [
        name,
        [shape, dtypes[values.constructor.name], Array.from(values)],
      ]);
      expect(read).toEqual(Object.fromEntries(ours));
    }
  });

  it.skipIf(!has('pandas'))('the tables, with pandas, to the last bit', () => {
    const metrics = printed(pandas, join(run, 'metrics.csv')) as Record<string, (number | null)[]>;
    expect(metrics['lr']).toEqual(report.steps.lr);
    expect(metrics['loss']).toEqual(report.steps.loss);
    const epochs = printed(pandas, join(run, 'epochs.csv')) as Record<string, number[]>;
    expect(epochs['valLoss']).toEqual(report.epochs.valLoss);
  });
});
