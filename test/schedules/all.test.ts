import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildSchedule, scheduleConfig, schedules } from '../../src/schedules/all.js';
import { ratesOf } from '../../src/schedules/schedule.js';

/** Files of the folder that hold no schedule. */
const others = ['all', 'schedule', 'params', 'peer-sweeps'];

it('the list has every file of the folder', () => {
  const files = readdirSync(new URL('../../src/schedules', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
  expect(schedules.map(({ name }) => name).toSorted()).toEqual(
    files.filter((file) => !others.includes(file)).toSorted(),
  );
});

describe.each(schedules.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  const config = scheduleConfig.parse({ name, ...spec.example });
  const at = buildSchedule(config, { totalSteps: 200, stepsPerEpoch: 20 });
  const forward = ratesOf(at, 401);
  it('is finite and never negative, past the end too', () =>
    expect(forward.every((lr) => Number.isFinite(lr) && lr >= 0)).toBe(true));
  it('is flat past the end', () => expect(new Set(forward.slice(199)).size).toBe(1));
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
