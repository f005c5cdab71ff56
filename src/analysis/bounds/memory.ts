/** What an optimizer does with gradients, as far as it moves the landmarks of a sweep. */
export interface OptimizerTraits {
  /** Of SGD: velocity <- momentum velocity + gradient. 0 for none, and for optimizers that scale their steps. Default 0. */
  readonly momentum?: number;
  /** Share of its direction that an update takes from the one before: momentum, or beta1 of Adam. Default `momentum`. */
  readonly memory?: number;
  /** What lr is: a factor of the gradient (SGD), about how far each weight moves (Adam), or exactly that (Lion). Default `gradient`. */
  readonly step?: 'gradient' | 'scaled' | 'sign';
}

/**
 * Updates until a rate is seen in the loss: until half of what moves the weights was gathered at that rate or later,
 * ln 2 / ln(1 / memory). 0 without memory; 6.6 at 0.9, which 100 updates over 8 decades spend on half a decade.
 */
export const lagOf = (memory: number): number => (memory > 0 ? Math.LN2 / -Math.log(memory) : 0);
