/** Every metric with its meaning, in the order of help and docs. The engine holds its arithmetic under the same name. */
export const metrics = {
  accuracy: 'share of examples whose most probable class is the right one (binary: logit > 0)',
  'top-3-accuracy': 'share of examples whose class is among the three most probable',
  'top-5-accuracy': 'share of examples whose class is among the five most probable',
  mae: 'mean absolute error',
  mse: 'mean squared error',
} as const;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];
