/**
 * The rules once more, written from their descriptions alone and in another way than in src: plain loops that fill lists
 * as the Python of the tools does, each giving the index into the recorded losses, or null.
 */
export interface Recorded {
  readonly lr: readonly number[];
  readonly loss: readonly number[];
  readonly steps: number;
}

/** numpy.argmin: a NaN counts as the lowest. */
function lowestOf(values: readonly number[]): number {
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) return i;
    if (values[i]! < values[best]!) best = i;
  }
  return best;
}

/** numpy.gradient(y) with unit spacing. */
function unitGradient(y: readonly number[]): number[] {
  const slope: number[] = [];
  for (let i = 0; i < y.length; i++) {
    const [a, b] = [Math.max(i - 1, 0), Math.min(i + 1, y.length - 1)];
    slope.push((y[b]! - y[a]!) / (b - a));
  }
  return slope;
}

/** numpy.gradient(y, x), by its own formula. */
function spacedGradient(y: readonly number[], x: readonly number[]): number[] {
  const slope: number[] = [];
  const last = y.length - 1;
  for (let i = 0; i <= last; i++) {
    if (i === 0) slope.push((y[1]! - y[0]!) / (x[1]! - x[0]!));
    else if (i === last) slope.push((y[last]! - y[last - 1]!) / (x[last]! - x[last - 1]!));
    else {
      const [dx1, dx2] = [x[i]! - x[i - 1]!, x[i + 1]! - x[i]!];
      const a = -dx2 / (dx1 * (dx1 + dx2));
      const b = (dx2 - dx1) / (dx1 * dx2);
      const c = dx1 / (dx2 * (dx1 + dx2));
      slope.push(a * y[i - 1]! + b * y[i]! + c * y[i + 1]!);
    }
  }
  return slope;
}

/** fastai's slice: from a tenth of the planned steps to 5 before the end, cut at the first NaN. */
function fastaiSlice({ loss, steps }: Recorded): { from: number; values: number[] } {
  const from = Math.trunc(steps / 10);
  const values: number[] = [];
  for (let i = from; i < loss.length - 5 && !Number.isNaN(loss[i]!); i++) values.push(loss[i]!);
  return { from, values };
}

function valley(recorded: Recorded): number | null {
  const { from, values } = fastaiSlice(recorded);
  if (values.length === 0) return null;
  const length = values.map(() => 1);
  for (let i = 1; i < values.length; i++)
    for (let j = 0; j < i; j++) if (values[i]! < values[j]! && length[i]! < length[j]! + 1) length[i] = length[j]! + 1;
  const end = length.indexOf(Math.max(...length));
  const begin = end - length[end]!;
  const third = (end - begin) / 3;
  return from + Math.max(begin + Math.trunc(third) + Math.trunc(third / 2), 0);
}

function slide(recorded: Recorded): number | null {
  const { from, values } = fastaiSlice(recorded);
  if (values.length < 16) return null;
  const slope = unitGradient(values);
  let right = -1;
  let left = right - 15;
  let found = slope.length + left;
  while (left >= -slope.length && Math.abs(slope.at(right)! - slope.at(left)!) > 0.005) {
    found = slope.length + left;
    right -= 1;
    left -= 1;
  }
  return from + found;
}

function minimum(recorded: Recorded): number | null {
  const { from, values } = fastaiSlice(recorded);
  return values.length === 0 ? null : from + lowestOf(values);
}

function steep(recorded: Recorded): number | null {
  const { from, values } = fastaiSlice(recorded);
  if (values.length < 2) return null;
  const slopes: number[] = [];
  for (let i = 0; i + 1 < values.length; i++) {
    slopes.push(
      (values[i + 1]! - values[i]!) / (Math.log(recorded.lr[from + i + 1]!) - Math.log(recorded.lr[from + i]!)),
    );
  }
  return from + lowestOf(slopes);
}

function indexGradient({ loss }: Recorded): number | null {
  const inside = loss.slice(10, -5);
  return inside.length < 2 ? null : 10 + lowestOf(unitGradient(inside));
}

function lightning({ lr, loss }: Recorded): number | null {
  const kept: number[] = [];
  for (let i = 10; i < loss.length - 1; i++) if (Number.isFinite(loss[i]!)) kept.push(i);
  if (kept.length < 2) return null;
  const slopes = spacedGradient(
    kept.map((i) => loss[i]!),
    kept.map((i) => lr[i]!),
  );
  return kept[lowestOf(slopes)]!;
}

function lightningBefore({ loss }: Recorded): number | null {
  const finite = loss.slice(10, -1).filter(Number.isFinite);
  return finite.length < 2 ? null : 10 + lowestOf(unitGradient(finite));
}

function ignite({ loss }: Recorded): number | null {
  const until = loss.length === 0 ? 0 : lowestOf(loss) + 1;
  if (until < 3) return null;
  const slopes: number[] = [];
  for (let i = 1; i + 1 < until; i++) slopes.push((loss[i + 1]! - loss[i - 1]!) / 2);
  return 1 + lowestOf(slopes);
}

function kerasLrFinder({ loss }: Recorded): number | null {
  const slopes: number[] = [];
  for (let i = 0; i < loss.length; i++) slopes.push(i < 20 ? 0 : (loss[i]! - loss[i - 20]!) / 20);
  const inside = slopes.slice(10, -5);
  return inside.length === 0 ? null : 10 + lowestOf(inside);
}

/** By the names of the rules in src. */
export const independent: Readonly<Record<string, (recorded: Recorded) => number | null>> = {
  valley,
  slide,
  minimum,
  steep,
  'index-gradient': indexGradient,
  lightning,
  'lightning-pre-2.5.3': lightningBefore,
  ignite,
  'keras-lr-finder': kerasLrFinder,
};
