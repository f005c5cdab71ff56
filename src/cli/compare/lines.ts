import { formatLr } from '../../base/numbers.js';
import { judgeText } from '../../plots/compare.js';
import type { RatedContender } from '../../runs/compare-rates.js';
import { defaultJudge, type Judge, judgedValue } from '../../runs/judge.js';
import { statusOf, type Trial } from '../../runs/trial.js';

/** "clr: baseLr 0.0137, maxLr 0.137, found by a range test". */
export function ratesLine({ label, config: { train } }: RatedContender): string {
  const { baseLr, maxLr } = { baseLr: 0, ...train.schedule };
  const bounds = Object.entries({ baseLr, maxLr }).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0);
  return `${label}: ${bounds.map(([key, lr]) => `${key} ${formatLr(lr, 3)}`).join(', ')}, found by a range test`;
}

/** "clr, seed 42: validation loss 0.4012, 12.3 s"; what went wrong, where something did. */
export function trialLine({ seed, outcome }: Trial, label: string, asked: Judge | null): string {
  const name = `${label}, seed ${seed}`;
  const status = statusOf({ outcome });
  if (!outcome.ok) return `${name}: ${status}, ${outcome.why}`;
  const { data, final, timing } = outcome.report;
  const judge = asked ?? defaultJudge(data.validation > 0);
  const value = judgedValue(judge, final);
  const reached = value === null ? '' : `${judgeText(judge.by)} ${value.toPrecision(4)}, `;
  const how = status === 'completed' ? '' : `${status}, `;
  return `${name}: ${how}${reached}${(timing.trainMs / 1000).toPrecision(3)} s`;
}
