import { z } from 'zod';

interface LossSpec {
  /** Formula and shapes in one line. */
  readonly summary: string;
  /** Form of the targets it takes. */
  readonly targets: 'classes' | 'one-hot' | 'binary' | 'numbers';
}

/** Every loss, in the order of help and docs. The engine holds its arithmetic under the same name. */
export const losses = {
  'sparse-softmax-cross-entropy': {
    summary: '-log softmax(logits)[label], mean over the batch; class labels',
    targets: 'classes',
  },
  'softmax-cross-entropy': {
    summary: '-sum(target log softmax(logits)), mean over the batch; one-hot targets',
    targets: 'one-hot',
  },
  'binary-cross-entropy': {
    summary: 'max(z, 0) - z y + log(1 + exp(-|z|)) of the logit z and y in {0, 1}, mean over the batch',
    targets: 'binary',
  },
  mse: { summary: '(prediction - target)^2, mean over batch and outputs', targets: 'numbers' },
  mae: { summary: '|prediction - target|, mean over batch and outputs', targets: 'numbers' },
  huber: { summary: 'quadratic up to |error| = delta, linear beyond; mean over batch and outputs', targets: 'numbers' },
} as const satisfies Record<string, LossSpec>;

export type LossName = keyof typeof losses;
export const lossNames = Object.keys(losses) as [LossName, ...LossName[]];

/** The loss, with its one parameter. Defaults of `name` depend on the data set, so config/resolve fills it in. */
export const lossConfig = z
  .strictObject({
    name: z.enum(lossNames).describe('which loss'),
    fromLogits: z
      .boolean()
      .default(true)
      .describe('the model ends without softmax or sigmoid; false: it gives probabilities'),
    delta: z.number().positive().default(1).describe('where huber turns from quadratic to linear'),
  })
  .describe('what is minimised');
export type LossConfig = z.output<typeof lossConfig>;
