import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromJsonNumber } from '../../src/base/json-number.js';
import type { Verdict } from '../../src/controllers/controller.js';
import type { EarlyStoppingState } from '../../src/controllers/early-stopping.js';
import type { PlateauState } from '../../src/controllers/reduce-on-plateau.js';
import { type Case, references } from './references.js';

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../vectors/controllers.json', import.meta.url), 'utf8'),
);

type State = PlateauState & EarlyStoppingState;

/** A verdict per epoch until it stops, and the rate in force in that epoch and after it. */
function played(one: Case) {
  const { controller, monitor, lr: start, schedule = () => start } = references[one.reference]!(one.args);
  const verdicts: Verdict<State>[] = [];
  const used: number[] = [];
  const after: number[] = [];
  let state = controller.start as State;
  let lr = start;
  for (const [k, value] of one.metric.entries()) {
    used.push(schedule(k) * (lr / start));
    const values = value === null ? {} : { [monitor]: Number(value) };
    const verdict: Verdict<State> = controller.fold(JSON.parse(JSON.stringify(state)) as never, {
      epoch: k + 1,
      values,
    });
    verdicts.push(verdict);
    state = verdict.state;
    lr = verdict.decision.lr ?? lr;
    after.push(schedule(k + 1) * (lr / start));
    if (verdict.decision.stop) break;
  }
  return { verdicts, used, after };
}

const bestOf = ({ best }: State) => (best === null ? null : fromJsonNumber(best));

it('every reference is mapped', () => {
  expect([...new Set(cases.map(({ reference }) => reference))].toSorted()).toEqual(Object.keys(references).toSorted());
});

describe.each(Object.keys(references))('%s', (reference) => {
  const known = cases.filter((one) => one.reference === reference);
  it('has cases', () => expect(known.length).toBeGreaterThanOrEqual(12));

  it.each(known.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { verdicts, used, after } = played(one);
    const states = verdicts.map(({ state }) => state);
    const relative = one.precision === 'float32' ? 2e-6 : 1e-12;
    const near = (ours: readonly number[], theirs: readonly number[] | undefined) => {
      if (theirs === undefined) return;
      expect(ours).toHaveLength(theirs.length);
      for (const [k, lr] of ours.entries()) {
        expect(Math.abs(lr / theirs[k]! - 1), `epoch ${k}`).toBeLessThanOrEqual(relative);
      }
    };
    near(used, one.lr_used);
    near(after, one.lr_after);
    const columns = {
      ...(one.reductions && {
        reductions: verdicts.flatMap(({ decision }, k) => (decision.lr === undefined ? [] : [k])),
      }),
      ...(one.num_bad_epochs && { num_bad_epochs: states.map(({ bad }) => bad) }),
      ...(one.wait && { wait: states.map((state) => state.wait ?? state.bad) }),
      ...(one.cooldown_counter && { cooldown_counter: states.map(({ cooldown }) => cooldown) }),
    };
    expect(one).toMatchObject(columns);
    if (one.best !== undefined) {
      const theirs = one.best === null ? null : Number(one.best);
      const ours = bestOf(states.at(-1)!);
      if (one.precision === 'float32' && ours !== null) expect(Math.fround(ours)).toBe(Math.fround(theirs!));
      else expect(ours).toBe(theirs);
    }
    if (one.epochs_run !== undefined) {
      expect([verdicts.length, verdicts.at(-1)!.decision.stop ? verdicts.length - 1 : null]).toEqual([
        one.epochs_run,
        one.stop_epoch,
      ]);
      const kept = states.at(-1)!.keptEpoch;
      expect((kept ?? verdicts.length) - 1).toBe(one.weights_epoch);
    }
  });
});
