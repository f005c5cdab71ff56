import { describe, expect, it } from 'vitest';
import type { Curve } from '../../src/analysis/curve.js';
import { type ProfileName, profiles } from '../../src/analysis/profiles.js';
import { geometricSpace, linearSpace } from '../../src/base/numbers.js';
import { reportText } from '../../src/reports/write.js';
import { type SuggestRequest, suggestFromCurves } from '../../src/runs/suggest.js';
import { bowl } from '../analysis/curves.js';
import { vectors } from '../analysis/vectors.js';

const suggest = (curve: Curve, request: SuggestRequest = {}) =>
  suggestFromCurves([{ curve, name: 'curve' }], '0.0.0', request);
const profile = (wanted: ProfileName) => profiles.find(({ name }) => name === wanted)!;

/** Names of the vectors -> profile and rule. */
const tools: readonly (readonly [string, ProfileName, string])[] = [
  ['fastai_valley', 'fastai', 'valley'],
  ['fastai_slide', 'fastai', 'slide'],
  ['fastai_minimum', 'fastai', 'minimum'],
  ['fastai_steep', 'fastai', 'steep'],
  ['lightning_2.6.6_10_1', 'lightning', 'lightning'],
  ['lightning_pre_2.5.3_10_1', 'lightning', 'lightning-pre-2.5.3'],
  ['davidtvs_steepest_10_5', 'torch-lr-finder', 'index-gradient'],
];

describe.each(tools)('%s by --profile %s', (vector, name, rule) => {
  it.each(vectors.cases.map((recorded) => [recorded.id, recorded] as const))(
    'is what the tool said of its own history %s',
    (_, { lr, loss, num_it, expected }) => {
      const steps = Math.max(num_it, lr.length);
      const report = suggest({ lr, loss: loss.map(Number) }, { profile: profile(name), smoothed: true, steps });
      const answer = report.suggestions[rule]!;
      const wanted = expected[vector]!;
      if (wanted.unstable || steps !== num_it) return;
      expect(answer.ok ? answer.index : null).toBe(wanted.index);
    },
  );
});

describe.each(vectors.smoothing.map((series) => [series.id, series] as const))('raw losses %s', (_, series) => {
  const loss = series.raw.map(Number);
  const curve = { lr: geometricSpace(1e-5, 1, loss.length), loss };
  const { lightning_4x: lightning, davidtvs_diverge_th_5: davidtvs, fastai_4x: fastai } = series.stop;
  const whole = loss.length;
  const cases = [
    ['lightning', 'lightning_2.6.6', lightning.stopped ? lightning.recorded : whole],
    ['torch-lr-finder', 'davidtvs_smooth_f_0.05', davidtvs.stopped ? davidtvs.recorded : whole],
    ['fastai', 'fastai_avg_smooth_0.98', fastai.stop_index === null ? whole : fastai.stop_index + 1],
  ] as const;
  it.each(cases)('are smoothed and ended as by %s', (name, column, recorded) => {
    const report = suggest(curve, { profile: profile(name) });
    expect(report.curve.lr).toHaveLength(recorded);
    report.curve.smoothed.forEach((value, i) => {
      const wanted = Number(series[column][i]);
      if (value === null) expect(Number.isFinite(wanted)).toBe(false);
      else expect(value).toBeCloseTo(wanted, 6);
    });
  });
});

describe('a report of a curve from elsewhere', () => {
  const curve = bowl(geometricSpace(1e-7, 10, 100));
  it('can be written, and says null where it knows nothing', () => {
    const report = suggest(curve);
    expect(JSON.parse(reportText(report))).toMatchObject({
      seed: null,
      engine: null,
      timing: null,
      data: { train: null },
    });
    expect(report.recommendation.ok).toBe(true);
  });
  it('knows a linear sweep', () => {
    const loss = [...geometricSpace(1, 2, 50)];
    expect(suggest({ lr: linearSpace(0.1, 1, 50), loss }).sweep.mode).toBe('linear');
    expect(suggest({ lr: geometricSpace(0.1, 1, 50), loss }).sweep.mode).toBe('exponential');
  });
  it('does not smooth what is smoothed', () => {
    const { curve: shown } = suggest(curve, { smoothed: true });
    expect(shown.smoothed).toEqual(shown.loss);
  });
  it('goes by the rule that was asked for', () => {
    const report = suggest(curve, { rule: 'valley', for: 'constant' });
    const valley = report.suggestions['valley']!;
    expect(report.recommendation).toMatchObject({ ok: true, for: 'constant', lr: valley.ok && valley.lr });
  });
  it('refuses a rule that is none of the profile, and fewer steps than points', () => {
    expect(() => suggest(curve, { profile: profile('fastai'), rule: 'ignite' })).toThrow(/--rule ignite.*fastai/);
    expect(() => suggest(curve, { steps: 3 })).toThrow(/--steps 3/);
  });
});
