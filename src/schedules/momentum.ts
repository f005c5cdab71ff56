import { z } from 'zod';

/** Momentum where the rate is highest, and where it is lowest. */
interface MomentumEnds {
  readonly baseMomentum: number;
  readonly maxMomentum: number;
}

/** As PyTorch's OneCycleLR. */
const usual: MomentumEnds = { baseMomentum: 0.85, maxMomentum: 0.95 };

const momentum = z.number().min(0).lt(1).optional();

/** Parameters of schedules that can move the momentum against the learning rate. */
export const momentumParams = {
  cycleMomentum: z
    .boolean()
    .optional()
    .describe('move the momentum (beta1) against the rate; left out: if baseMomentum or maxMomentum is given'),
  baseMomentum: momentum.describe(`momentum where the rate is highest; ${usual.baseMomentum} if left out`),
  maxMomentum: momentum.describe(`momentum where the rate is lowest; ${usual.maxMomentum} if left out`),
};

interface MomentumParams {
  readonly cycleMomentum?: boolean | undefined;
  readonly baseMomentum?: number | undefined;
  readonly maxMomentum?: number | undefined;
}

/** The ends between which the momentum moves; null where it is left to the optimizer. */
export function momentumEnds(params: MomentumParams): MomentumEnds | null {
  const { baseMomentum = usual.baseMomentum, maxMomentum = usual.maxMomentum } = params;
  const { cycleMomentum = params.baseMomentum !== undefined || params.maxMomentum !== undefined } = params;
  return cycleMomentum ? { baseMomentum, maxMomentum } : null;
}
