import { optimizerConfig, optimizers } from './all.js';
import type { OptimizerSpec } from './optimizer.js';

/** What a range test has to know of an optimizer to be read. */
export interface Traits {
  /** Of plain gradient steps: velocity <- momentum velocity + gradient; 0 of others. */
  readonly momentum: number;
  /** Share of its direction that an update takes from the one before: momentum, or beta1. */
  readonly memory: number;
  readonly step: 'gradient' | NonNullable<OptimizerSpec['step']>;
}

/** An optimizer as a config or a report has it, also one written by TensorFlow.js, whose names have capitals. */
export interface NamedOptimizer {
  readonly name: string;
  readonly momentum?: number | undefined;
  readonly beta1?: number | undefined;
}

export function traitsOf({ name, momentum = 0, beta1 = momentum }: NamedOptimizer): Traits {
  const spec = optimizers.find((known) => known.name === name.toLowerCase());
  const step = (spec !== undefined && 'step' in spec && spec.step) || 'gradient';
  return { momentum: step === 'gradient' ? momentum : 0, memory: beta1, step };
}

/** An optimizer with its own defaults, or with another share of memory. */
export function optimizerLike(asked: {
  readonly optimizer: string;
  readonly momentum?: number | undefined;
}): NamedOptimizer {
  const { optimizer: name, momentum } = asked;
  return momentum === undefined ? optimizerConfig.parse({ name }) : { name, momentum, beta1: momentum };
}
