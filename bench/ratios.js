import { targets } from './contestants.js';
import { pairedRatio } from './statistics.js';

const find = (results, key) => results.find((result) => result.key === key && !result.failed);

/** Time of lr-tool / time of the fastest peer named, for each target; null where one of them was not measured. */
function against(results, wanted, times) {
  return wanted.map(({ ours, peers, atMost }) => {
    const mine = find(results, ours);
    const others = peers.map((key) => find(results, key));
    const complete = mine && others.every(Boolean);
    const ratio = complete
      ? pairedRatio(
          mine[times],
          others.map((other) => other[times]),
        )
      : null;
    return { ours, peers, atMost, ratio };
  });
}

export const ratiosOf = ({ steps, finds }) => [
  ...against(steps, targets.steps, 'msPerStep'),
  ...against(finds, targets.finds, 'seconds'),
];
