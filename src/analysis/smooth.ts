/** Takes losses one after another, each in its turn, and gives the smoothed loss after each. Use one per series. */
export type Smoother = (loss: number) => number;

/** A series smoothed; of the same length. */
export const smoothWith = (smoother: Smoother, losses: readonly number[]): number[] =>
  losses.map((loss) => smoother(loss));

/**
 * Exponential moving average without the bias towards its start at 0 (Kingma and Ba 2015, arXiv:1412.6980, section 3):
 *
 *   m_k = beta m_{k-1} + (1 - beta) L_k,   m_0 = 0,   S_k = m_k / (1 - beta^k)     k = 1, 2, ... finite losses so far
 *
 * A loss that is not finite is given back as it is and leaves the average alone, so a gap spoils nothing after it.
 *
 * @param beta in [0, 1): 0 does not smooth, 0.98 averages over about 50 batches
 */
export function debiasedEma(beta: number): Smoother {
  let mean = 0;
  let weight = 0; // 1 - beta^k
  return (loss) => {
    if (!Number.isFinite(loss)) return loss;
    mean = beta * mean + (1 - beta) * loss;
    weight = beta * weight + (1 - beta);
    return mean / weight;
  };
}

/** fastai's average: `debiasedEma`, except that a loss that is not finite spoils all after it. */
export const fastaiEma = (beta = 0.98): Smoother => ema(0, (mean, seen) => mean / (1 - beta ** seen), beta);

/** Lightning's average: the exponent of its bias correction is one too high, so it starts at about half the loss. */
export const lightningEma = (beta = 0.98): Smoother => ema(0, (mean, seen) => mean / (1 - beta ** (seen + 1)), beta);

/** The average of davidtvs and ignite: starts at the first loss, which keeps a weight of (1 - share)^i in S_i. */
export const davidtvsEma = (share = 0.05): Smoother => ema(null, (mean) => mean, 1 - share);

/** m_k = beta m_{k-1} + (1 - beta) L_k from m_0 = start (null: from m_1 = L_1); gives read(m_k, k). */
function ema(start: number | null, read: (mean: number, seen: number) => number, beta: number): Smoother {
  let mean = start;
  let seen = 0;
  return (loss) => {
    mean = mean === null ? loss : beta * mean + (1 - beta) * loss;
    seen += 1;
    return read(mean, seen);
  };
}
