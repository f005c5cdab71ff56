import { loadConfig } from '../config/load.js';
import { resolveConfig } from '../config/resolve.js';
import { batchOrder } from '../datasets/batches.js';
import { loadDataset } from '../datasets/load.js';
import { updatesPerEpoch } from '../runs/train.js';
import type { Io } from './io.js';
import { dataFolders } from './places.js';
import { type Asked, type ScheduleRequest, typed, wholeNumber, withUsualRate } from './schedule-request.js';

/** Flags of this command -> keys of a config. */
const configKeys = {
  maxLr: ['--max-lr', 'train.schedule.maxLr'],
  baseLr: ['--base-lr', 'train.schedule.baseLr'],
  warmup: ['--warmup', 'train.warmup'],
  warmupShape: ['--warmup-shape', 'train.warmupShape'],
  epochs: ['--epochs', 'train.epochs'],
} as const;

/** The schedule of a config, over its own number of updates. */
export async function fromConfig(name: string, request: ScheduleRequest, io: Io): Promise<Asked> {
  const source = await loadConfig({ config: name, cwd: io.cwd, readStdin: io.readStdin, allowCode: false });
  const flags = Object.entries(configKeys).flatMap(([key, [origin, path]]) => {
    const value = request[key as keyof typeof configKeys];
    return value === undefined ? [] : [{ path, value, origin }];
  });
  const resolved = resolveConfig({ source, cwd: io.cwd, env: io.env, set: request.set ?? [], flags });
  const { train, dataset, seed, batchSize } = resolved.config;
  const { schedule, epochs, accumulate } = train;
  const config = withUsualRate(schedule);
  const base = { config, warmup: train, baseDir: resolved.baseDir };
  if (request.steps !== undefined) {
    const totalSteps = typed('--steps', request.steps, wholeNumber);
    return { ...base, totalSteps, stepsPerEpoch: Math.max(1, Math.round(totalSteps / epochs)) };
  }
  const { baseDir } = resolved;
  const data = await loadDataset(dataset, { baseDir, dataDirs: dataFolders(io), seed, allowCode: false });
  const stepsPerEpoch = updatesPerEpoch(batchOrder({ rows: data.train, batchSize, seed }), accumulate);
  return { ...base, totalSteps: stepsPerEpoch * epochs, stepsPerEpoch };
}
