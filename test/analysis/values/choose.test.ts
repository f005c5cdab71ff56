import { describe, expect, it } from 'vitest';
import { chooseValue, type TestedValue } from '../../../src/analysis/values/choose.js';
import { preferenceFor } from '../../../src/analysis/values/preference.js';
import { valueWarningSpecs, valueWarnings } from '../../../src/analysis/values/warnings.js';

const value = (number: number | null, lowest: readonly number[], more: Partial<TestedValue> = {}): TestedValue => ({
  label: `v ${number ?? 'name'}`,
  number,
  rate: 0.1,
  momentum: 0,
  lowest,
  fall: 1,
  noise: 0.02,
  ...more,
});
const taken = (values: readonly TestedValue[], preference: 'largest' | 'lowest' = 'largest') => {
  const choice = chooseValue(values, preference);
  return choice && { label: values[choice.index]!.label, confidence: choice.confidence, why: choice.why };
};

describe('the largest value within noise', () => {
  it('one sweep each: 2 sqrt(0.02^2 + 0.02^2) = 0.057 above the lowest is as good, more is not', () => {
    const answer = taken([value(0, [1]), value(1, [1.05]), value(2, [1.06])])!;
    expect(answer).toMatchObject({ label: 'v 1', confidence: 'low' });
    expect(answer.why[0]).toBe(
      'v 1 is the largest that comes as low: its loss is 0.0500 above that of v 0, where up to 0.0566 is as good',
    );
    expect(answer.why[1]).toBe('v 2 is not: its loss is 0.0600 higher than the lowest');
    expect(answer.why.at(-1)).toContain('--repeats 3');
  });

  it('several sweeps: noise is that of the differences, so what all share cancels', () => {
    const shared = [1, 2, 3, 4];
    const near = value(1, [1.001, 2.02, 3.01, 4.0]);
    expect(
      taken([
        value(0, shared),
        near,
        value(
          2,
          shared.map((loss) => loss + 0.05),
        ),
      ]),
    ).toMatchObject({
      label: 'v 1',
      confidence: 'high',
    });
  });

  it('a hundredth of the fall makes no difference, a tenth always does', () => {
    const small = [1.008, 1.009, 1.01];
    expect(taken([value(0, [1, 1, 1]), value(1, small)])!.label).toBe('v 1');
    expect(taken([value(0, [1, 1, 1]), value(1, small, { fall: 1 })], 'lowest')!.label).toBe('v 0');
    const wild = [1.01, 1.6, 1.02]; // 2 standard errors are 0.39, the mean is 0.21 above
    expect(taken([value(0, [1, 1, 1]), value(1, wild)])!.label).toBe('v 0');
  });

  it('needs steps as large as the others: rate / (1 - momentum) within half a decade', () => {
    const slow = taken([value(0, [1]), value(1, [1], { rate: 0.03 })])!;
    expect(slow.label).toBe('v 0');
    expect(slow.why[1]).toBe('v 1 is not: it steps less far, rate 0.03 against 0.1');
    expect(taken([value(0, [1]), value(1, [1], { rate: 0.04 })])!.label).toBe('v 1');
    expect(taken([value(0, [1]), value(0.9, [1], { rate: 0.01, momentum: 0.9 })])!.label).toBe('v 0.9');
  });

  it('leaves out what supports no rate, and has no answer where nothing does', () => {
    const refused = value(9, [0.1], { rate: null });
    expect(taken([value(0, [1]), refused])!.why).toContain('left out, because no rate is supported there: v 9');
    expect(chooseValue([refused, value(1, [])], 'largest')).toBe(null);
  });

  it.each([0.5, 3])('is the same whatever the losses are scaled by (%s) or shifted', (scale) => {
    const values = [value(0, [1, 1.1, 0.9]), value(1, [1.02, 1.1, 0.95]), value(2, [1.2, 1.3, 1.1])];
    const changed = values.map((one) => ({
      ...one,
      lowest: one.lowest.map((loss) => scale * loss + 7),
      fall: scale * one.fall,
      noise: scale * one.noise,
    }));
    const [before, after] = [taken(values)!, taken(changed)!];
    expect([after.label, after.confidence]).toEqual([before.label, before.confidence]);
  });
});

describe('confidence', () => {
  const spread = (by: number, count: number) => [
    value(
      0,
      Array.from({ length: count }, () => 1),
    ),
    value(
      1,
      Array.from({ length: count }, (_, k) => 1 + (k % 2 === 0 ? by : -by)),
    ),
  ];
  it.each([
    ['low', 0.001, 1],
    ['medium', 0.001, 2],
    ['high', 0.001, 4],
    ['medium', 0.05, 4],
    ['low', 0.5, 4],
  ] as const)('is %s where losses differ by %d in %d sweeps', (confidence, by, count) => {
    expect(taken(spread(by, count))!.confidence).toBe(confidence);
  });
});

it('names have no larger one: the lowest is taken, and what is within noise is named', () => {
  const answer = taken([value(null, [1.02], { label: 'sgd' }), value(null, [1], { label: 'adam' })], 'lowest')!;
  expect(answer).toMatchObject({ label: 'adam', confidence: 'low' });
  expect(answer.why.slice(0, 2)).toEqual(['adam has the lowest loss, 1.00', 'within noise of it: sgd']);
});

it.each([
  ['optimizer.weightDecay', true, 'largest'],
  ['model.layers.2.rate', true, 'largest'],
  ['batchSize', true, 'largest'],
  ['model.hidden', false, 'lowest'],
  ['optimizer', false, 'lowest'],
  ['optimizer.epsilon', true, 'lowest'],
] as const)('%s: numbers %s, the %s', (key, numbers, name) => expect(preferenceFor(key, numbers).name).toBe(name));

describe('warnings about values', () => {
  const values = [
    { label: 'a 0', number: 0, rate: 0.1 },
    { label: 'a 1', number: 1, rate: null },
  ];
  const facts = { key: 'optimizer.weightDecay', values, validated: true, rows: 40, choice: null };
  const codes = (more: object) => valueWarnings({ ...facts, ...more }).map(({ code }) => code);
  const choice = (index: number) => ({ index, confidence: 'low', why: [] }) as const;

  it('codes are counted from W301', () =>
    expect(valueWarningSpecs.map(({ code }) => code)).toEqual(valueWarningSpecs.map((_, i) => `W30${i + 1}`)));
  it('W301: a regulariser is judged by training batches, with rows that there are', () => {
    expect(valueWarnings({ ...facts, validated: false })[0]!.message).toContain('--validation 40');
    expect(valueWarnings({ ...facts, validated: false, rows: 0 })[0]!.message).toContain('set dataset.validation');
    expect(codes({ key: 'optimizer.momentum', validated: false })).not.toContain('W301');
  });
  it('W302: the edge of what was tried was taken', () => {
    expect(codes({ choice: choice(1) })).toContain('W302');
    expect(codes({ choice: choice(0) })).not.toContain('W302'); // nothing is below 0
    const above = [
      { label: 'e 1', number: 1, rate: 1 },
      { label: 'e 2', number: 2, rate: 1 },
    ];
    expect(codes({ key: 'optimizer.epsilon', values: above, choice: choice(0) })).toContain('W302');
  });
  it('W303: some are refused, not where all are', () => {
    expect(codes({})).toEqual(['W303']);
    expect(codes({ values: values.slice(1) })).toEqual([]);
  });
  it('W304: batch sizes', () => expect(codes({ key: 'batchSize' })).toContain('W304'));
});
