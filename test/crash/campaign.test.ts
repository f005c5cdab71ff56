import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../engine/setups.js';
import { type Arithmetic, crashCase } from './cases.js';
import { type CrashResult, runCase } from './run-case.js';

/**
 * Real processes of `lr-tool train`, killed by SIGKILL several times and resumed until they are finished, end as if they had
 * never been interrupted. `npm run test:crash` runs more of it, other seeds and single cases.
 */
const { LR_TOOL_CRASH_RUNS: runs = '20', LR_TOOL_CRASH_SEED: seed = '1', LR_TOOL_CRASH_CASE: only } = process.env;

const native = engines.get('native');
const arithmetics: Arithmetic[] = [
  { backend: 'wasm', engineMode: 'eager' },
  ...(['eager', 'compiled', 'fused'] as const).flatMap((engineMode): Arithmetic[] =>
    native === undefined || (engineMode === 'fused' && native.mode !== 'fused')
      ? []
      : [{ backend: 'native', engineMode }],
  ),
];
const numbers = only === undefined ? Array.from({ length: Number(runs) }, (_, i) => i) : [Number(only)];

/** Who waits for the long form sees how it goes. */
const isLong = numbers.length > 20;

type Ended = { readonly result: CrashResult } | { readonly error: unknown };
const ended = new Map<number, Ended>();

const shortly = (end: Ended): string =>
  'error' in end ? `failed: ${end.error}` : end.result.differences.length === 0 ? 'equal' : 'DIFFERS';

beforeAll(async () => {
  const waiting = [...numbers];
  const lane = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const end = await runCase(crashCase(Number(seed), number, arithmetics)).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      ended.set(number, end);
      if (isLong) process.stderr.write(`${ended.size} of ${numbers.length}: case ${number} ${shortly(end)}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
}, 60_000 * numbers.length);

describe('a training that is killed again and again', () => {
  it.skipIf(native === undefined)('is tried on native too', () => expect(arithmetics.length).toBeGreaterThan(1));

  it.each(numbers)('ends as if it had never been: case %i', (number) => {
    const { config } = crashCase(Number(seed), number, arithmetics);
    const end = ended.get(number)!;
    const repeat = `npm run test:crash -- --seed ${seed} --case ${number}`;
    const who = `${config.backend} ${config.engineMode} ${JSON.stringify(config.optimizer)}; again: ${repeat}`;
    if ('error' in end) throw new Error(`${who}: ${end.error}`);
    const { kills, unreadable, stale, differences } = end.result;
    expect({ unreadable, stale, differences }, who).toEqual({ unreadable: [], stale: [], differences: [] });
    expect(kills, who).toBeGreaterThanOrEqual(4);
  });

  afterAll(() => {
    const results = [...ended.values()].flatMap((end) => ('result' in end ? [end.result] : []));
    const sum = (of: (result: CrashResult) => number) => results.reduce((total, result) => total + of(result), 0);
    const figures = [
      `${results.filter(({ differences }) => differences.length === 0).length} of ${numbers.length} runs equal`,
      `${sum(({ kills }) => kills)} kills`,
      `${sum(({ insideSaves }) => insideSaves)} of them inside a save`,
      `${sum(({ unreadable }) => unreadable.length)} unreadable checkpoints`,
      `${sum(({ stale }) => stale.length)} stale files`,
    ];
    process.stdout.write(`crash campaign, seed ${seed}: ${figures.join(', ')}\n`);
  });
});
