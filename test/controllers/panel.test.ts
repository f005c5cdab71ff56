import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ControllersConfig, controllerSections, controllers } from '../../src/controllers/all.js';
import { directionOf } from '../../src/controllers/monitor.js';
import { type PanelVerdict, panelOf } from '../../src/controllers/panel.js';
import { terminateOnNan } from '../../src/controllers/terminate-on-nan.js';
import { metricNames } from '../../src/models/metrics.js';

const configOf = (config: z.input<z.ZodObject<typeof controllerSections>>): ControllersConfig =>
  z.strictObject(controllerSections).parse(config);

/** The verdict of every epoch, each state read back from JSON first. */
function verdictsOn(config: ControllersConfig, losses: readonly number[]): PanelVerdict[] {
  const panel = panelOf(config, { lr: 0.5, monitor: 'val_loss' });
  let state = panel.start;
  return losses.map((loss, k) => {
    const verdict = panel.fold(JSON.parse(JSON.stringify(state)), { epoch: k + 1, values: { val_loss: loss } });
    state = verdict.state;
    return verdict;
  });
}

describe('the panel of a training', () => {
  it('without controllers wants nothing', () => {
    const [verdict] = verdictsOn(configOf({}), [1]);
    expect(verdict).toMatchObject({ scale: 1, stop: false, keepWeights: false, actions: [] });
  });

  it('multiplies what its controllers want, and says who did what', () => {
    const config = configOf({ plateau: { patience: 0, factor: 0.5 }, greedy: { patience: 1, factor: 0.8 } });
    const [, second, third] = verdictsOn(config, [1, 1, 1]);
    expect(second!.scale).toBe(0.5);
    expect(second!.actions).toEqual([
      { controller: 'plateau', action: 'reduce-lr', lr: [0.5, 0.25], why: 'val_loss has not improved for 1 epoch' },
    ]);
    expect(third!.scale).toBeCloseTo(0.25 * 0.8, 15);
    expect(third!.actions.map(({ controller }) => controller)).toEqual(['plateau', 'greedy']);
  });

  it('stops, and keeps the weights of the best epoch', () => {
    const verdicts = verdictsOn(configOf({ earlyStopping: { patience: 2 } }), [3, 2, 4, 5]);
    expect(verdicts.map(({ keepWeights }) => keepWeights)).toEqual([true, true, false, false]);
    expect(verdicts.map(({ stop }) => stop)).toEqual([false, false, false, true]);
    expect(verdicts.at(-1)!.actions).toEqual([
      { controller: 'earlyStopping', action: 'stop', why: 'val_loss has not improved for 2 epochs' },
    ]);
  });

  it('takes any values for any time: rates stay within their bounds, states are plain JSON', () => {
    const value = fc.oneof(fc.double(), fc.double({ min: 0, max: 2 })).map((loss) => loss + 0); // JSON has no -0
    const values = fc.array(value, { maxLength: 40 });
    const config = fc.record({
      plateau: fc.record({ patience: fc.nat(3), cooldown: fc.nat(2), compat: fc.constantFrom('pytorch', 'keras') }),
      greedy: fc.record({ patience: fc.nat(2), window: fc.integer({ min: 1, max: 3 }), resetAfter: fc.constant(2) }),
    });
    const check = (input: object, losses: number[]) => {
      for (const { state, scale } of verdictsOn(configOf(input), losses)) {
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        expect(scale).toBeGreaterThanOrEqual(0);
        expect(scale).toBeLessThanOrEqual(2);
      }
    };
    fc.assert(fc.property(config, values, check));
  });
});

it('every controller says what it is and where it comes from', () => {
  for (const { name, summary, source } of Object.values(controllers)) {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(summary).toMatch(/^[a-z].*[^.]$/);
    expect(source).toMatch(/https:|arXiv/);
  }
});

it('accuracies are to rise, losses and errors to fall', () => {
  const rising = [...metricNames, 'loss'].filter((name) => directionOf(`val_${name}`) === 'max');
  expect(rising).toEqual(metricNames.filter((name) => name.includes('accuracy')));
  expect(directionOf('loss')).toBe('min');
  expect(directionOf('acc')).toBe('max');
});

it('terminateOnNan stops at what is not finite, and at nothing else', () => {
  const decisionOn = (values: Record<string, number>) => terminateOnNan.fold(null, { epoch: 1, values }).decision;
  expect(decisionOn({ loss: 1e308, val_loss: -0 })).toEqual({});
  expect(decisionOn({ loss: 1, val_loss: Number.NaN })).toEqual({ stop: true, why: 'val_loss became NaN' });
  expect(decisionOn({ loss: -Infinity })).toEqual({ stop: true, why: 'loss became -Infinity' });
});
