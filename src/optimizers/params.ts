import { z } from 'zod';

/** Where frameworks differ, whose formula. */
export type Compat = 'pytorch' | 'keras';

export interface DecayDefaults {
  readonly weightDecay: number;
  readonly decoupled: boolean;
}

/** Parameters that every optimizer takes. `compat` chooses formulas; the numbers' defaults are PyTorch's with both. */
export const commonParams = ({ weightDecay, decoupled }: DecayDefaults) => ({
  weightDecay: z.number().min(0).default(weightDecay).describe('weight decay; 0: none'),
  decoupled: z
    .boolean()
    .optional()
    .describe(
      'true: w <- w (1 - lr weightDecay); false: weightDecay w is added to the gradient (L2); ' +
        `if left out: ${decoupled ? 'true' : "false, with compat 'keras' true"}`,
    ),
  clipNorm: z.number().positive().optional().describe('upper limit of the norm of all gradients together'),
  clipValue: z.number().positive().optional().describe('upper limit of the size of each element of the gradients'),
  compat: z.enum(['pytorch', 'keras']).default('pytorch').describe('whose formula, where the frameworks differ'),
});

export type CommonParams = z.output<z.ZodObject<ReturnType<typeof commonParams>>>;

/** Decay rate of a running mean, in [0, 1). */
export const decayRate = (value: number, of: string) =>
  z.number().min(0).lt(1).default(value).describe(`decay rate of the running mean of the ${of}`);

export const momentumFactor = (value: number) =>
  z.number().min(0).lt(1).default(value).describe('part of the velocity kept by each update');

/** At least 1e-30: smaller ones can vanish in single precision, and then 0 / 0 is not far. */
export const epsilon = (value: number, keras: number) =>
  z.number().min(1e-30).default(value).describe(`keeps the denominator above 0 (default of Keras: ${keras})`);

/** Starting value of a sum of squares. */
export const startOfSum = (value: number, keras: number) =>
  z.number().min(0).default(value).describe(`sum of squares at the start (default of Keras: ${keras})`);
