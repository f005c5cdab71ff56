/** Learning rates, as lr. */
interface Found {
  /** Best constant rate. */
  readonly lr: number;
  /** Where the loss begins to fall. */
  readonly onset: number;
  /** Where a tenth of the fall is lost again; Infinity where it never is. */
  readonly rise: number;
  /** Where half of the fall is lost for good, or the rate becomes unstable. */
  readonly edge: number;
}

interface Bounds {
  readonly baseLr: number;
  readonly maxLr: number;
}

/** What the rates are wanted for. */
interface Use {
  readonly name: string;
  /** How the bounds follow, in one line for help and docs. */
  readonly summary: string;
  readonly source: string;
  readonly bounds: (found: Found) => Bounds;
}

/** A rate that only peaks may be this much higher than a constant one, whose mean over the cycle is then about 1. */
const peakOverConstant = 2;
/** A peak stays this much below the edge: a rate just under the stability limit no longer learns. */
const edgeOverPeak = 2;

/**
 * So many times the constant rate, at most half of the edge, and at most where the loss rises again: beyond that a training may
 * be lost for good where a sweep, which is at each rate for one update, only wavers. Never below the constant rate.
 */
const atMost = (times: number, { lr, rise, edge }: Found) =>
  Math.max(Math.min(lr * times, edge / edgeOverPeak, rise), lr);

const peak = (found: Found) => atMost(peakOverConstant, found);

/** A rate that falls from the start on may begin this much above a constant one: half way, in ln(lr), to one that peaks. */
const fallOverConstant = Math.SQRT2;

const falling = (found: Found) => atMost(fallOverConstant, found);

/** Every use, in the order of help. */
export const uses = [
  {
    name: 'clr',
    summary:
      'max_lr: twice the constant rate, at most half of the edge and where the loss rises; base_lr: where the fall begins, between max/10 and max/4',
    source: 'Smith 2017, arXiv:1506.01186, section 3.3; base = max/4 or less: Smith 2018, arXiv:1803.09820',
    bounds: (found) => {
      const maxLr = peak(found);
      return { baseLr: Math.min(Math.max(found.onset, maxLr / 10), maxLr / 4), maxLr };
    },
  },
  {
    name: 'one-cycle',
    summary: 'max_lr: twice the constant rate, at most half of the edge and where the loss rises; base_lr: max_lr / 25',
    source:
      'Smith and Topin 2018, arXiv:1708.07120; divisor 25: https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html',
    bounds: (found) => ({ baseLr: peak(found) / 25, maxLr: peak(found) }),
  },
  {
    name: 'constant',
    summary: 'max_lr: the constant rate itself; base_lr: a tenth of it, to decay to',
    source: 'Smith 2018, arXiv:1803.09820',
    bounds: ({ lr }) => ({ baseLr: lr / 10, maxLr: lr }),
  },
  {
    name: 'cosine',
    summary:
      'max_lr: 1.4 times the constant rate, at most half of the edge and where the loss rises, to begin with; base_lr: a hundredth of it, to end with',
    source: 'Loshchilov and Hutter 2017, arXiv:1608.03983',
    bounds: (found) => ({ baseLr: falling(found) / 100, maxLr: falling(found) }),
  },
] as const satisfies readonly Use[];

export type UseName = (typeof uses)[number]['name'];
