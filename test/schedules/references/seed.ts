import { delayed, product } from '../../../src/schedules/combine.js';
import { peerSweeps } from '../../../src/schedules/peer-sweeps.js';
import type { Schedule } from '../../../src/schedules/schedule.js';
import { keras } from './keras.js';
import { type Args, ours, type Reference } from './ours.js';

/** The callback sets the rate after each batch, so that it is one update late; cuts come at the ends of epochs. */
function sgdr({ lr, epochsize, batchsize, epochs_to_restart, mult_factor, lr_fac, ...args }: Args): Schedule {
  const { batches_run_per_epoch: epoch, lr_reduction_epochs } = args;
  const restarts = ours('repeat', {
    maxLr: lr,
    period: epoch * epochs_to_restart,
    tMul: mult_factor,
    schedule: { name: 'cosine', steps: (epochsize / batchsize) * epochs_to_restart, compat: 'pytorch' },
  });
  const cuts = ours('multi-step', {
    maxLr: 1,
    milestones: lr_reduction_epochs.map((at: number) => at * epoch),
    gamma: lr_fac,
  });
  return delayed(product([restarts, cuts]), 1);
}

export const seedReferences: Record<string, Reference> = {
  'seed formula step_decay_schedule': ({ initial_lr, decay_factor, step_size }) =>
    ours('step', { maxLr: initial_lr, stepSize: step_size, gamma: decay_factor }),
  'seed formula tf1.exponential_decay': keras.exponential,
  'seed formula tf1.inverse_time_decay': keras.inverseTime,
  'seed formula tf1.natural_exp_decay': keras.naturalExp,
  'seed formula tf1.piecewise_constant': keras.piecewise,
  'seed formula tf1.polynomial_decay': keras.polynomial,
  'seed formula LRFinder.linear'({ min_lr, max_lr, steps_per_epoch, epochs }) {
    const ignite = peerSweeps.find(({ name }) => name === 'ignite')!; // rate i lies i / n of the way, as here
    const steps = steps_per_epoch * epochs;
    const rates = ignite.rates({ mode: 'linear', startLr: min_lr, endLr: max_lr, steps });
    return (t) => rates[t]!;
  },
  'seed formula SGDRScheduler': sgdr,
};
