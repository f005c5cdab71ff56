import { describe, expect, it } from 'vitest';
import * as api from '../../src/api/schedules.js';
import { buildSchedule, trainingScheduleConfig, trainingSchedules } from '../../src/schedules/all.js';
import { ratesOf } from '../../src/schedules/schedule.js';

const functions = api as unknown as Readonly<Record<string, (options: object) => api.RateSchedule>>;
const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const lengths = { totalSteps: 60, stepsPerEpoch: 10 };

/** Written as `schedule({ name, ... })` only, and not at all: rates from a file. */
const composed = ['chain', 'repeat', 'product'];
const simple = trainingSchedules.filter(({ name }) => ![...composed, 'csv'].includes(name));

describe('a schedule as a function', () => {
  it.each(simple.map((spec) => [spec.name, spec] as const))('%s gives the rates of its config', (name, spec) => {
    const example = { maxLr: 0.1, ...(spec as { example?: object }).example };
    const config = trainingScheduleConfig.parse({ name, ...example });
    const wanted = ratesOf(buildSchedule(config, lengths), 70);
    expect(ratesOf(functions[camelCase(name)]!({ ...example, ...lengths }), 70)).toEqual(wanted);
    expect(ratesOf(api.schedule({ name, ...example, ...lengths } as api.NamedSchedule), 70)).toEqual(wanted);
  });

  it.each(composed)('%s is one by its name', (name) => {
    const config = trainingScheduleConfig.parse({ name, maxLr: 0.1 });
    const wanted = ratesOf(buildSchedule(config, lengths), 70);
    expect(ratesOf(api.schedule({ name, maxLr: 0.1, ...lengths } as api.NamedSchedule), 70)).toEqual(wanted);
  });

  it('needs no length of the run where all of its own are updates', () => {
    expect(ratesOf(api.clr({ maxLr: 4, baseLr: 0, halfCycle: 4 }), 6)).toEqual([0, 1, 2, 3, 4, 3]);
    expect(api.cosineRestarts({ maxLr: 1, firstCycle: 2 })(0)).toBe(1);
  });

  it('counts epochs by stepsPerEpoch', () => {
    const schedule = api.clr({ maxLr: 4, baseLr: 0, halfCycle: '2ep', stepsPerEpoch: 2 });
    expect(ratesOf(schedule, 6)).toEqual([0, 1, 2, 3, 4, 3]);
  });

  it('has the momentum that goes with it, where one is asked for', () => {
    expect(api.clr({ maxLr: 1, halfCycle: 4 }).momentum).toBeNull();
    const cycled = api.clr({ maxLr: 1, halfCycle: 2, baseMomentum: 0.8, maxMomentum: 0.9 });
    expect(cycled.momentum!(0)).toBe(0.9);
    expect(cycled.momentum!(2)).toBeCloseTo(0.8, 12);
  });

  it('takes a real function as scale', () => {
    const options = { baseLr: 0, maxLr: 1, halfCycle: 1 };
    expect(ratesOf(api.clr({ ...options, scale: (cycle) => 1 / cycle }), 6)).toEqual([0, 1, 0, 1 / 2, 0, 1 / 3]);
    const byUpdate = api.clr({ ...options, scale: (update) => 1 / update, scaleMode: 'iterations' });
    expect([1, 3, 5].map(byUpdate)).toEqual([1, 1 / 3, 1 / 5]);
  });

  it.each<[() => unknown, string]>([
    [() => api.oneCycle({ maxLr: 0.1 }), 'oneCycle: totalSteps is missing'],
    [() => api.clr({ maxLr: 0.1, halfCycle: '2ep' }), 'clr: stepsPerEpoch is missing'],
    [() => api.clr({ maxLr: 0 } as never), 'clr: maxLr: must be above 0, is 0'],
    [() => api.clr({} as never), 'clr: maxLr: is missing'],
    [() => api.clr({ maxLr: 1, total: 3 } as never), 'clr: total: unknown key'],
    [() => api.clr({ maxLr: 1, totalStep: 3 } as never), "totalStep: unknown key (did you mean 'totalSteps'?)"],
    [() => api.clr({ maxLr: 1, baseLr: 2, halfCycle: 4 }), 'clr: baseLr must not be above maxLr, is 2 and that is 1'],
    [() => api.schedule({ name: 'cosin', maxLr: 1 } as never), "unknown name 'cosin' (did you mean 'cosine'?)"],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });
});
