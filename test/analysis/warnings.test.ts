import { expect, it } from 'vitest';
import { suggestAll } from '../../src/analysis/suggest/all.js';
import { curveWarnings, type WarningOptions, warningSpecs } from '../../src/analysis/warnings.js';
import { geometricSpace } from '../../src/base/numbers.js';
import { bowl, noisy } from './curves.js';

const sweep = geometricSpace(1e-7, 10, 100);
const codes = (curve: Parameters<typeof curveWarnings>[0], options: Partial<WarningOptions> = {}) =>
  curveWarnings(curve, { steps: 100, stop: 'completed', ...options }).map(({ code }) => code);

it('codes are counted W001, W002, ... without gaps', () =>
  expect(warningSpecs.map(({ code }) => code)).toEqual(
    warningSpecs.map((_, i) => `W${String(i + 1).padStart(3, '0')}`),
  ));

it('a good sweep gives none', () => expect(codes(bowl(sweep), { updatesPerEpoch: 100 })).toEqual([]));

it('W001, W005: the lowest loss is the last one', () => {
  const lr = geometricSpace(1e-7, 1e-3, 100);
  expect(codes(bowl(lr))).toEqual(['W001', 'W005']);
  expect(codes(bowl(lr), { stop: 'diverged' })).toEqual([]);
});

it('W002: the loss falls from the first rate on', () =>
  expect(codes(bowl(geometricSpace(1e-3, 10, 100)))).toContain('W002'));

it('W003: few points', () => expect(codes(bowl(geometricSpace(1e-7, 10, 49)))).toEqual(['W003']));

it('W004: names the step after which data is repeated', () => {
  const warnings = curveWarnings(bowl(sweep), { steps: 100, stop: 'completed', updatesPerEpoch: 47 });
  expect(warnings).toEqual([{ code: 'W004', message: expect.stringContaining('after step 47 (47 updates an epoch)') }]);
});

it('W006: noise as large as the fall', () => {
  const curve = noisy({ lr: sweep, loss: sweep.map(() => 2) }, 0.5, 4);
  expect(codes(curve)).toContain('W006');
});

it('W007: tells what to change by the reason it ended', () => {
  const cut = { lr: sweep.slice(0, 30), loss: bowl(sweep).loss.slice(0, 30) };
  const told = (stop: WarningOptions['stop']) =>
    curveWarnings(cut, { steps: 100, stop }).find(({ code }) => code === 'W007')?.message;
  expect(told('diverged')).toBe(
    'stopped early (diverged) after 30 of 100 steps: lower --end-lr, and the steps go where the loss falls',
  );
  expect(told('interrupted')).toBe('stopped early (interrupted) after 30 of 100 steps: let it run');
  expect(told('completed')).toBe(undefined);
});

it('W008: half of the rules far apart, not one astray', () => {
  const suggestions = {
    a: { ok: true, lr: 1e-4, index: 1 },
    b: { ok: true, lr: 0.1, index: 2 },
    c: { ok: false, why: 'no' },
  } as const;
  expect(curveWarnings(bowl(sweep), { steps: 100, stop: 'completed', suggestions })).toEqual([
    { code: 'W008', message: 'the rules disagree: the middle half spans 3.0 decades, 1e-4 to 0.1' },
  ]);
  const agree = [0.1, 0.1, 0.2, 0.2, 1e-6].map((lr, index) => [`rule ${index}`, { ok: true, lr, index }] as const);
  const oneAstray = { steps: 100, stop: 'completed', suggestions: Object.fromEntries(agree) } as const;
  expect(curveWarnings(bowl(sweep), oneAstray)).toEqual([]);
  expect(Object.keys(suggestAll(bowl(sweep), { steps: 100 }))).toHaveLength(10);
});

it('W009: batch normalisation over few rows', () => {
  const over = (normalisedRows: number) => codes(bowl(sweep), { normalisedRows });
  expect([over(8), over(16)]).toEqual([['W009'], []]);
});

const alone = (...rates: (number | null)[]) => rates.map((lr, k) => ({ name: `seed ${k}`, lr }));

it('W010: single sweeps more than a decade apart, named, with how many more to take', () => {
  const curve = bowl(sweep);
  expect(curveWarnings(curve, { steps: 100, stop: 'completed', sweeps: alone(0.01, 0.2, 0.05) })).toEqual([
    {
      code: 'W010',
      message:
        'the sweeps disagree: 0.01 by seed 0 and 0.2 by seed 1 are 1.3 decades apart; take more sweeps, --repeats 6, or larger batches (--accumulate)',
    },
  ]);
  expect(codes(curve, { sweeps: alone(0.01, 0.09) })).toEqual([]);
});

it('W011: a sweep that is refused while others are not', () => {
  expect(codes(bowl(sweep), { sweeps: alone(0.01, null, 0.02) })).toEqual(['W011']);
  expect(codes(bowl(sweep), { sweeps: alone(null, null) })).toEqual([]);
});

it('W012: a rate decades below where the loss is lowest', () => {
  expect(codes(bowl(sweep), { rate: 1e-6 })).toEqual(['W012']);
  expect(codes(bowl(sweep), { rate: 1e-3 })).toEqual([]);
});
