import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// JavaScript without types, so it is named in a way that the type checker does not follow.
const load = (file: string) => import(new URL(`../../bench/suggest/${file}`, import.meta.url).href);
const { workloads } = await load('workloads.js');
const { measured } = await load('store.js');
const { regretOn, quantile, summary } = await load('regret.js');
const { gridRates } = await load('plan.js');
const { contestants } = await load('contestants.js');

interface Workload {
  readonly name: string;
  readonly part: 'tuning' | 'held-out';
  readonly config: { readonly dataset: object; readonly model: object; readonly optimizer: unknown };
}
interface Answer {
  readonly lr: number | null;
  readonly confidence?: string;
}
interface Contestant {
  readonly title: string;
  readonly own?: boolean;
  readonly answers: (workload: Workload) => Answer[];
}

describe('the workloads', () => {
  const of = (part: string) => workloads.filter((one: Workload) => one.part === part);
  it('are 24 or more, 10 or more of them held out, each with a name of its own', () => {
    expect(workloads.length).toBeGreaterThanOrEqual(24);
    expect(of('held-out').length).toBeGreaterThanOrEqual(10);
    expect(new Set(workloads.map(({ name }: Workload) => name)).size).toBe(workloads.length);
  });
  it('held out: no model and optimizer on a data set that the tuning part has too', () => {
    const key = ({ config: { dataset, model, optimizer } }: Workload) => JSON.stringify([dataset, model, optimizer]);
    const known = of('tuning').map(key);
    for (const workload of of('held-out')) expect(known).not.toContain(key(workload));
  });
});

describe('regret', () => {
  const grid = gridRates.map((lr: number) => (lr > 1 ? null : 1 + Math.abs(Math.log10(lr / 0.1))));
  const regret = regretOn({ runs: [{ initial: 3, grid }] });
  it('is 0 at the best rate, 1 where it diverges or does not learn, a straight line over ln(lr) between', () => {
    expect(regret(0.1)).toBe(0);
    expect(regret(10)).toBe(1);
    expect(regret(1e-5)).toBe(1);
    expect(regret(0.1 * 10 ** 0.1)).toBeCloseTo(0.05, 10);
  });
  it('takes 1e-3 for a refusal, and the ends of the grid for what lies beyond', () => {
    expect(regret(null)).toBe(regret(1e-3));
    expect(regret(1e-9)).toBe(regret(1e-5));
    expect(regret(1e3)).toBe(1);
  });
  it('quantiles lie between values', () => expect(quantile([0, 1, 2, 3, 10], 0.9)).toBeCloseTo(7.2, 12));
});

describe('on what was measured', () => {
  const judged = measured().map((workload: Workload) => ({ ...workload, regret: regretOn(workload) }));
  const answersOf = (contestant: Contestant, part: string) =>
    judged
      .filter((workload: Workload) => workload.part === part)
      .flatMap((workload: Workload & { regret: (lr: number | null) => number }) =>
        contestant.answers(workload).map((answer) => ({ ...answer, regret: workload.regret(answer.lr) })),
      );
  const own = contestants.find((contestant: Contestant) => contestant.own);
  const figures = (contestant: Contestant, part: string) =>
    summary(answersOf(contestant, part).map(({ regret }: { regret: number }) => regret));

  it.each([
    ['tuning', { median: 0.006, ninety: 0.06, mean: 0.032 }],
    ['held-out', { median: 0.01, ninety: 0.09, mean: 0.05 }],
  ])('%s: lr-tool is as good as it was', (part, limits) => {
    const found = figures(own, part);
    expect(found.median).toBeLessThan(limits.median);
    expect(found.ninety).toBeLessThan(limits.ninety);
    expect(found.mean).toBeLessThan(limits.mean);
  });
  it.each(['tuning', 'held-out'])('%s: repeats are better than one sweep, fixed rows than batches alone', (part) => {
    const named = (title: string) => figures(contestants.find((one: Contestant) => one.title === title)!, part);
    const [one, three, batches] = [figures(own, part), named('lr-tool --repeats 3'), named('lr-tool --fixed-rows 0')];
    for (const figure of ['median', 'ninety', 'mean'] as const) {
      expect(three[figure], figure).toBeLessThanOrEqual(one[figure]);
      expect(one[figure], figure).toBeLessThan(batches[figure]);
    }
  });
  it('refuses 2 in 100 of what trains well at most', () => {
    const all = ['tuning', 'held-out'].flatMap((part) => answersOf(own, part));
    expect(all.filter(({ lr }) => lr === null).length).toBeLessThanOrEqual(all.length / 50);
  });
  it('the README tells the figures of the table', () => {
    const readme = readFileSync('README.md', 'utf8').replace(/\s+/g, ' ');
    const three = (title: string) => {
      const { median, ninety, mean } = figures(contestants.find((one: Contestant) => one.title === title)!, 'held-out');
      return [median, ninety, mean].map((figure) => figure.toFixed(3).slice(1)).join(' / ');
    };
    const told = `mean: ${three('lr-tool')}. fastai's valley: ${three('fastai valley')}; ignite: ${three('ignite')}`;
    expect(readme).toContain(told);
  });
  const peers: Contestant[] = contestants.filter(({ title }: Contestant) => !title.startsWith('lr-tool'));
  it.each(peers.map((peer) => [peer.title, peer] as const))(
    '%s has a higher mean and a higher 90th percentile on the held-out workloads',
    (_, peer) => {
      const [ours, theirs] = [figures(own, 'held-out'), figures(peer, 'held-out')];
      expect(theirs.mean).toBeGreaterThan(ours.mean);
      expect(theirs.ninety).toBeGreaterThan(ours.ninety);
    },
  );
  it('confidence tells the regret: high below medium below low below refused', () => {
    const all = ['tuning', 'held-out'].flatMap((part) => answersOf(own, part));
    const means = ['high', 'medium', 'low', undefined].map((word) => {
      const regrets = all.filter(({ confidence }) => confidence === word).map(({ regret }) => regret);
      return summary(regrets).mean;
    });
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    expect(means[0]).toBeLessThan(0.03);
  });
});
