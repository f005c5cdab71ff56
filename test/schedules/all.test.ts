import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSchedule, scheduleConfig, schedules, trainingSchedules } from '../../src/schedules/all.js';
import { ratesOf } from '../../src/schedules/schedule.js';

/** Files of the folder that hold no schedule. */
const others = [
  'all',
  'boundaries',
  'check',
  'clr-scale',
  'combine',
  'course',
  'cycles',
  'decay-shapes',
  'interpolation',
  'momentum',
  'params',
  'part',
  'peer-sweeps',
  'rate-table',
  'schedule',
];

/** Schedules that have no end. */
const endless = [
  'clr',
  'cosine-restarts',
  'exponential',
  'natural-exp',
  'inverse-time',
  'inverse-sqrt',
  'noam',
  'step',
  'product', // of a step
  'repeat',
];
const readText = () => 'step,lr\n0,0.1\n50,0.05\n150,0\n';
/** What a schedule cannot do without. */
const needed = (name: string) => (name === 'csv' ? { path: 'lr.csv' } : {});

it('the list has every file of the folder', () => {
  const files = readdirSync(new URL('../../src/schedules', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
  expect(schedules.map(({ name }) => name).toSorted()).toEqual(
    files.filter((file) => !others.includes(file)).toSorted(),
  );
});

describe.each(schedules.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  const config = scheduleConfig.parse({
    name,
    ...('maxLr' in spec.params ? { maxLr: 0.1, ...needed(name) } : spec.example),
  });
  const at = buildSchedule(config, { totalSteps: 200, stepsPerEpoch: 20, readText });
  const forward = ratesOf(at, 401);
  it('is finite and never negative, past the end too', () =>
    expect(forward.every((lr) => Number.isFinite(lr) && lr >= 0)).toBe(true));
  it.skipIf(endless.includes(name))('is flat past the end', () => expect(new Set(forward.slice(200)).size).toBe(1));
  it('remembers nothing: asked backwards, the same', () =>
    expect(forward.map((_, i) => at(400 - i)).reverse()).toEqual(forward));
  it('survives JSON', () => expect(scheduleConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config));
  it('refuses a misspelt parameter', () =>
    expect(() => scheduleConfig.parse({ ...config, baseLR: 0 })).toThrow(/baseLR/));
  it('says where it comes from', () => expect(spec.source).toMatch(/arXiv:|https:\/\//));
  it('describes every parameter', () => {
    for (const schema of Object.values(spec.params)) expect(schema.description).toMatch(/\S/);
  });
});

describe.each(trainingSchedules.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  const build = (params: object, totalSteps = 200) =>
    buildSchedule(scheduleConfig.parse({ name, ...needed(name), ...params }), {
      totalSteps,
      stepsPerEpoch: 20,
      readText,
    });

  it('stays between 0 and maxLr for any step up to 1e9, from maxLr alone', () => {
    const above = name === 'linear-cosine' ? 1.001 : 1; // its formula adds beta on top
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1e9 }),
        (maxLr, totalSteps, step) => {
          const lr = build({ maxLr }, totalSteps)(step);
          expect(lr).toBeGreaterThanOrEqual(0);
          expect(lr).toBeLessThanOrEqual(maxLr * above * (1 + 1e-12));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('comes near maxLr in the course of a run', () =>
    expect(Math.max(...ratesOf(build({ maxLr: 0.1 }), 200))).toBeGreaterThan(0.095));

  it.runIf('baseLr' in spec.params)('does not fall below baseLr, and refuses one above maxLr', () => {
    const rates = ratesOf(build({ maxLr: 0.1, baseLr: 0.04 }), 400);
    const least = ['one-cycle', 'warmup-stable-decay'].includes(name) ? 0 : 0.04; // end below it, start below it
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(least - 1e-15);
    expect(() => build({ maxLr: 0.1, baseLr: 0.2 })).toThrow(/baseLr must not be above maxLr/);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses maxLr %d', (maxLr) =>
    expect(() => build({ maxLr })).toThrow(),
  );
});
