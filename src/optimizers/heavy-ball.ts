import { updateRule } from './define.js';
import { fromZero } from './moments.js';
import type { UpdateRule } from './optimizer.js';
import type { Compat } from './params.js';

export interface HeavyBall {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  readonly compat: Compat;
}

/**
 * Gradient descent with Polyak's or Nesterov's momentum:
 *
 *   pytorch   v <- momentum v + (1 - dampening) g    w <- w - lr v    Nesterov: w <- w - lr (g + momentum v)
 *   keras     v <- momentum v + lr g                 w <- w - v       Nesterov: w <- w - (lr g + momentum v)
 *
 * The first velocity is g, whatever the dampening. With PyTorch's form a changing learning rate does not rescale the
 * memory; with Keras' the velocity goes on at the rates that made it, so that an update with lr 0 still moves the
 * weights. At a constant rate they are the same. Momentum 0 has no slot, and none can be given to an update.
 */
export function heavyBall({ momentum, dampening, nesterov, compat }: HeavyBall): UpdateRule {
  if (momentum === 0) {
    return updateRule({
      slots: {},
      coefficients: (lr) => ({ lr }),
      update: (m, { weight, gradient, c }) => ({ weight: m.sub(weight, m.mul(gradient, c.lr)), slots: {} }),
    });
  }
  const rateInside = compat === 'keras';
  return updateRule({
    slots: { velocity: fromZero },
    momentum,
    coefficients: (lr, t, kept = momentum) => ({
      lr,
      kept,
      ...(dampening > 0 && { undamped: t === 1 ? 1 : 1 - dampening }),
    }),
    update(m, { weight, gradient, slots, c }) {
      const push = rateInside ? m.mul(gradient, c.lr) : gradient;
      const velocity = m.add(m.mul(slots.velocity, c.kept), dampening === 0 ? push : m.mul(push, c.undamped));
      const step = nesterov ? m.add(push, m.mul(velocity, c.kept)) : velocity;
      return { weight: m.sub(weight, rateInside ? step : m.mul(step, c.lr)), slots: { velocity } };
    },
  });
}
