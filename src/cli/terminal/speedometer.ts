/** Steps per second since the first step was done; null before there is anything to measure. */
export type Speedometer = (done: number) => number | null;

/** The first step is left out: it compiles kernels and is far slower than the others. */
export function speedometer(now: () => number): Speedometer {
  let origin: { done: number; at: number } | null = null;
  return (done) => {
    const at = now();
    if (done >= 1) origin ??= { done, at };
    if (origin === null || done <= origin.done || at <= origin.at) return null;
    return ((done - origin.done) / (at - origin.at)) * 1000;
  };
}
