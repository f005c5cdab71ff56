import { z } from 'zod';

/** Form of the targets: class numbers, one-hot rows of known classes, or plain numbers. */
export type TargetForm = 'classes' | 'one-hot' | 'numbers';

interface LossSpec {
  /** Formula and shapes in one line. */
  readonly summary: string;
  /** Forms of the targets it takes. */
  readonly targets: readonly TargetForm[];
  /** The function that turns its logits into probabilities; null where predictions are taken as they are. */
  readonly link: 'softmax' | 'sigmoid' | null;
}

/** Every loss, in the order of help and docs. The engine holds its arithmetic under the same name. */
export const losses = {
  'sparse-softmax-cross-entropy': {
    summary: '-log softmax(logits)[label], mean over the batch; class labels',
    targets: ['classes'],
    link: 'softmax',
  },
  'softmax-cross-entropy': {
    summary: '-sum(target log softmax(logits)), mean over the batch; one-hot targets',
    targets: ['one-hot'],
    link: 'softmax',
  },
  'binary-cross-entropy': {
    summary: 'max(z, 0) - z y + log(1 + exp(-|z|)) of the logit z and y in [0, 1], mean over the batch; two classes',
    targets: ['classes', 'numbers'],
    link: 'sigmoid',
  },
  mse: {
    summary: '(prediction - target)^2, mean over batch and outputs',
    targets: ['numbers', 'one-hot'],
    link: null,
  },
  mae: {
    summary: '|prediction - target|, mean over batch and outputs',
    targets: ['numbers', 'one-hot'],
    link: null,
  },
  huber: {
    summary: 'quadratic up to |error| = delta, linear beyond; mean over batch and outputs',
    targets: ['numbers', 'one-hot'],
    link: null,
  },
} as const satisfies Record<string, LossSpec>;

export type LossName = keyof typeof losses;
export const lossNames = Object.keys(losses) as [LossName, ...LossName[]];
export const lossSpec = (name: LossName): LossSpec => losses[name];

const name = z.enum(lossNames).describe('which loss');
const params = {
  fromLogits: z
    .boolean()
    .default(true)
    .describe('the model ends without softmax or sigmoid; false: it gives probabilities'),
  delta: z.number().positive().default(1).describe('where huber turns from quadratic to linear'),
};

/** The loss, with its parameters. */
export const lossConfig = z.strictObject({ name, ...params }).describe('what is minimised');
export type LossConfig = z.output<typeof lossConfig>;

/** The same as a person writes it: the name may be left to the data set (see `taskOf`). */
export const lossChoice = z
  .strictObject({ name: name.optional().describe('which loss; chosen by the data set if left out'), ...params })
  .describe('what is minimised');
export type LossChoice = z.output<typeof lossChoice>;
