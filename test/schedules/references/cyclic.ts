import { chain } from '../../../src/schedules/combine.js';
import { type Args, ours, type Reference, scaleText } from './ours.js';

/** The arguments of any tool's cyclical learning rate, as parameters of clr. */
export const clrParams = ({
  base_lr,
  max_lr,
  step_size,
  step_size_up = 2000,
  step_size_down,
  mode = 'triangular',
  gamma = 1,
  scale_fn,
  scale_mode = 'cycle',
}: Args) => ({
  maxLr: max_lr,
  baseLr: base_lr,
  halfCycle: step_size ?? step_size_up,
  ...(step_size_down != null && { halfCycleDown: step_size_down }),
  mode: mode.replace('_', '-'),
  gamma,
  ...(scale_fn && { scale: scaleText(scale_fn), scaleMode: scale_mode }),
});

export const cyclic = (args: Args) => ours('clr', clrParams(args));

const addons = ({ initial_learning_rate, maximal_learning_rate, ...rest }: Args, more: Args = {}) =>
  cyclic({ base_lr: initial_learning_rate, max_lr: maximal_learning_rate, ...rest, ...more });

/** Several fits are one counter, until a reset begins it anew with other bounds. */
function callback({ fits, ...args }: Args) {
  const segments: { schedule: ReturnType<typeof cyclic>; steps: number }[] = [];
  let now = args;
  for (const { reset, updates } of fits) {
    if (reset !== undefined || segments.length === 0) {
      now = {
        ...now,
        base_lr: reset?.new_base_lr ?? now['base_lr'],
        max_lr: reset?.new_max_lr ?? now['max_lr'],
        step_size: reset?.new_step_size ?? now['step_size'],
      };
      segments.push({ schedule: cyclic(now), steps: updates });
    } else segments.at(-1)!.steps += updates;
  }
  const [first, ...others] = segments;
  return chain([first!, ...others]);
}

export const cyclicReferences: Record<string, Reference> = {
  'tensorflow_addons.optimizers.TriangularCyclicalLearningRate': (args) => addons(args),
  'tensorflow_addons.optimizers.Triangular2CyclicalLearningRate': (args) => addons(args, { mode: 'triangular2' }),
  'tensorflow_addons.optimizers.ExponentialCyclicalLearningRate': ({ gamma, scale_mode = 'iterations', ...args }) =>
    addons(args, { scale_fn: { expr: 'g^x', g: gamma }, scale_mode }),
  'tensorflow_addons.optimizers.CyclicalLearningRate': (args) => addons(args),
  'bckenstler/CLR clr_callback.CyclicLR': callback,
};
