import { z } from 'zod';
import { compileExpression, expressionProblem } from '../base/expression.js';

/** Where the present update is: its cycle, counted from 1, and its number, counted from 0. */
type Scale = (cycle: number, step: number) => number;

export interface ScaleParams {
  readonly mode: ScaleMode;
  readonly gamma: number;
  /** An expression of x; or, from a program, a function of it. */
  readonly scale?: string | ((x: number) => number) | undefined;
  readonly scaleMode: 'cycle' | 'iterations';
}

const modes = {
  triangular: () => () => 1,
  triangular2: () => (cycle) => 2 ** (1 - cycle),
  'exp-range':
    ({ gamma }) =>
    (_, step) =>
      gamma ** step,
} as const satisfies Record<string, (params: ScaleParams) => Scale>;

export type ScaleMode = keyof typeof modes;
export const scaleModes = Object.keys(modes) as [ScaleMode, ...ScaleMode[]];

/** An expression of x, checked when the config is read. */
export const scaleExpression = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    const problem = expressionProblem(text, ['x']);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

/** What the distance from base to peak is multiplied by: the expression where there is one, else what the mode says. */
export function scaling(params: ScaleParams): Scale {
  if (params.scale === undefined) return modes[params.mode](params);
  const { scale, scaleMode } = params;
  const at = typeof scale === 'function' ? scale : compileExpression(scale, ['x']);
  return (cycle, step) => at(scaleMode === 'cycle' ? cycle : step);
}
