interface MetricSpec {
  /** Definition in one line. */
  readonly summary: string;
  /** Form of the targets it takes. */
  readonly targets: 'classes' | 'numbers';
  /** It says something only with more classes than this. */
  readonly classesAbove: number;
}

/** Every metric, in the order of help and docs. The engine holds its arithmetic under the same name. */
export const metrics = {
  accuracy: {
    summary: 'share of examples whose most probable class is the right one (binary: logit > 0)',
    targets: 'classes',
    classesAbove: 1,
  },
  'top-3-accuracy': {
    summary: 'share of examples whose class is among the three most probable',
    targets: 'classes',
    classesAbove: 3,
  },
  'top-5-accuracy': {
    summary: 'share of examples whose class is among the five most probable',
    targets: 'classes',
    classesAbove: 5,
  },
  mae: { summary: 'mean absolute error', targets: 'numbers', classesAbove: 0 },
  mse: { summary: 'mean squared error', targets: 'numbers', classesAbove: 0 },
} as const satisfies Record<string, MetricSpec>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];
